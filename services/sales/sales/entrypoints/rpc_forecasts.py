"""Sales reports, as the gateway calls them."""

from shared.contracts.sales.report_views import (
    ForecastChangeReportView,
    ForecastReportView,
    PipelineReportView,
    ReportQuery,
    SalesReportView,
)
from shared.rpc.server import question

from sales.application import forecast_changes, forecasts
from sales.persistence.work import SalesWork


class ForecastsRpc:
    """Promised in shared.contracts.sales.rpc."""

    @question()
    def report_pipeline(self, work: SalesWork, *, query: ReportQuery) -> PipelineReportView:
        return forecasts.report_pipeline(work, query=query)

    @question()
    def report_forecast(self, work: SalesWork, *, query: ReportQuery) -> ForecastReportView:
        return forecasts.report_forecast(work, query=query)

    @question()
    def report_forecast_change(
        self, work: SalesWork, *, query: ReportQuery
    ) -> ForecastChangeReportView:
        return forecast_changes.report_forecast_change(work, query=query)

    @question()
    def report_sales(self, work: SalesWork, *, query: ReportQuery) -> SalesReportView:
        return forecasts.report_sales(work, query=query)
