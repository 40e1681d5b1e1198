"""The columns of the shop's files."""

CUSTOMERS = "customer_id int, name string, email string, country string, born date"

COUNTRIES = "code string, name string, vat double"

ORDERS = (
    "order_id int, customer_id int, sku string, quantity int, amount double, "
    "status string, country string, created timestamp"
)

CLICKS = (
    "click_id bigint, visitor string, page string, at timestamp, "
    "device struct<kind: string, language: string>"
)
