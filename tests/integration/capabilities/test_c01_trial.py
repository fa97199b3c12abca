"""C1: after the trial writes are refused; reading and the full export go on."""


def test_c01_after_the_trial_everything_can_be_read_and_taken_along(platform, admin, eventually):
    me = admin.get("/auth/me")
    platform.rows(
        "identity",
        "UPDATE organisations SET trial_ends_on = current_date - 1 WHERE id = %s RETURNING id",
        me["organisation_id"],
    )

    refused = eventually(lambda: _refused(admin.send("POST", "/customers", json={"name": "Ny"})))
    export = admin.post("/exports", {"kind": "organisation"})

    assert refused["code"] == "identity.trial_expired"
    assert admin.send("GET", "/customers").status_code == 200
    eventually(lambda: admin.get(f"/exports/{export['id']}")["status"] == "ready")
    assert admin.send("GET", f"/exports/{export['id']}/file").status_code == 200


def _refused(answer):
    return answer.json() if answer.status_code == 403 else None
