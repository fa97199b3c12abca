"""The Flask application: blueprints, errors, headers; a list."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from gateway.bootstrap import Gateway
from gateway.http.areas import every_area
from gateway.http.bodies import LARGEST_BODY_BYTES, LARGEST_UPLOAD_BYTES
from gateway.http.callers.principals import Principals
from gateway.http.describing.pages import describe
from gateway.http.exchange import Stale, answer_stale
from gateway.http.problems import answer_errors
from gateway.http.routing import blueprint
from gateway.http.serving.health import health
from gateway.http.serving.observation import observe


def create_app(gateway: Gateway) -> Flask:
    """Make the application that serves the public API with what *gateway* reaches."""
    app = Flask("gateway", static_folder=None)
    app.extensions["gateway"] = gateway
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_UPLOAD_BYTES + LARGEST_BODY_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_BODY_BYTES
    app.config["MAX_FORM_PARTS"] = 20
    app.url_map.strict_slashes = False
    app.url_map.redirect_defaults = False
    app.url_map.merge_slashes = False
    if proxies := gateway.settings.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )
    principals = Principals(gateway)
    areas = every_area()
    for name, routes in areas.items():
        app.register_blueprint(blueprint(name, routes, gateway, principals))
    app.register_blueprint(describe([route for routes in areas.values() for route in routes]))
    app.register_blueprint(health(gateway))
    observe(app)
    answer_errors(app)
    app.register_error_handler(Stale, answer_stale)
    return app
