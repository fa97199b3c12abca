"""The form beside an uploaded file."""

from gateway.http.schemas.fields import Body, Id


class AttachmentBody(Body):
    """The record a file is put on; exactly one."""

    customer_id = Id()
    contact_id = Id()
    activity_id = Id()
    note_id = Id()
    sales_case_id = Id()
    project_id = Id()
