"""The lists an organisation classifies by, and the fields it defines itself."""

from shared.contracts.crm import classification_views as views
from shared.contracts.crm.classifying.views import OwnerPeriodView, SoldView
from shared.contracts.crm.custom_field_views import CustomFieldView

from gateway.http.calls import listing
from gateway.http.resources import Resource
from gateway.http.schemas import customers as bodies
from gateway.http.schemas.custom_fields import CustomFieldBody

TAG = "Classification"

SEGMENTS = Resource(
    path="/segments",
    tag=TAG,
    service="crm",
    noun="segment",
    answer=views.SegmentView,
    body=bodies.SegmentBody,
)
CUSTOMER_TYPES = Resource(
    path="/customer-types",
    tag=TAG,
    service="crm",
    noun="customer_type",
    answer=views.CustomerTypeView,
    body=bodies.CustomerTypeBody,
)
INDUSTRIES = Resource(
    path="/industries",
    tag=TAG,
    service="crm",
    noun="industry",
    nouns="industries",
    answer=views.IndustryView,
    body=bodies.IndustryBody,
)
CONTACT_ROLES = Resource(
    path="/contact-roles",
    tag=TAG,
    service="crm",
    noun="contact_role",
    answer=views.ContactRoleView,
    body=bodies.ContactRoleBody,
)
ACTIVITY_TYPES = Resource(
    path="/activity-types",
    tag=TAG,
    service="crm",
    noun="activity_type",
    answer=views.ActivityTypeView,
    body=bodies.ActivityTypeBody,
)
TAGS = Resource(
    path="/tags", tag=TAG, service="crm", noun="tag", answer=views.TagView, body=bodies.TagBody
)
CUSTOM_FIELDS = Resource(
    path="/custom-fields",
    tag=TAG,
    service="crm",
    noun="custom_field",
    answer=CustomFieldView,
    body=CustomFieldBody,
)
RATING_VALUES = Resource(
    path="/rating-values",
    tag=TAG,
    service="crm",
    noun="rating_value",
    answer=views.RatingValueView,
    body=bodies.RatingValueBody,
)
EMPLOYEE_BANDS = Resource(
    path="/employee-bands",
    tag=TAG,
    service="crm",
    noun="employee_band",
    answer=views.EmployeeBandView,
    body=bodies.EmployeeBandBody,
)
REVENUE_BANDS = Resource(
    path="/revenue-bands",
    tag=TAG,
    service="crm",
    noun="revenue_band",
    answer=views.RevenueBandView,
    body=bodies.RevenueBandBody,
)

ROUTES = (
    *SEGMENTS.routes(),
    *CUSTOMER_TYPES.routes(),
    *INDUSTRIES.routes(),
    *CONTACT_ROLES.routes(),
    *ACTIVITY_TYPES.routes(),
    *TAGS.routes(),
    *CUSTOM_FIELDS.routes(),
    *RATING_VALUES.routes(),
    *EMPLOYEE_BANDS.routes(),
    *REVENUE_BANDS.routes(),
    listing(
        "/customers/{customer_id}/owners",
        "crm.list_customer_owners",
        tag=TAG,
        answer=OwnerPeriodView,
        summary="List who looked after a customer, and when.",
    ),
    listing(
        "/customers/{customer_id}/sold",
        "crm.list_sold",
        tag=TAG,
        answer=SoldView,
        summary="List the products a customer was offered or bought.",
    ),
)
