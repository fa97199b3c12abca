"""Size bands of a new organisation: each begins where it says and ends below the next."""

# Code → employees from which on it counts.
EMPLOYEE_BANDS = {
    "1-4": 1,
    "5-9": 5,
    "10-19": 10,
    "20-49": 20,
    "50-99": 50,
    "100-249": 100,
    "250+": 250,
}
# Code → (bokmål, English, whole units of the organisation's currency from which on it counts).
REVENUE_BANDS = {
    "under-1m": ("Under 1 mill.", "Below 1 million", 0),
    "1m-5m": ("1–5 mill.", "1–5 million", 1_000_000),
    "5m-10m": ("5–10 mill.", "5–10 million", 5_000_000),
    "10m-50m": ("10–50 mill.", "10–50 million", 10_000_000),
    "50m-100m": ("50–100 mill.", "50–100 million", 50_000_000),
    "100m-500m": ("100–500 mill.", "100–500 million", 100_000_000),
    "500m+": ("500 mill. og mer", "500 million and more", 500_000_000),
}
