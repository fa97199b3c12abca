"""Which class of privacy lives in which table."""

from shared.persistence.mapping import map_record
from sqlalchemy.orm import registry

from crm.domain.privacy.consents import Consent
from crm.domain.privacy.exports import Export
from crm.domain.privacy.requests import PrivacyRequest
from crm.domain.privacy.retention import Retention
from crm.persistence.privacy import tables

_registry = registry(metadata=tables.metadata)

map_record(_registry, Consent, tables.consents)
map_record(_registry, PrivacyRequest, tables.privacy_requests)
map_record(_registry, Export, tables.exports)
map_record(_registry, Retention, tables.retention_settings)
