import type { Habit } from "./habit.ts";

/** Queries in SQL text over views of the shop. */
export const sqlHabits: readonly Habit[] = [
  ({ id, pick }) =>
    `orders.createOrReplaceTempView("orders_${id}")\ncustomers.createOrReplaceTempView("customers_${id}")\nout_${id} = spark.sql("""\n${pick(
      "SELECT order_id, amount FORM o",
      "SELECT country, sum(amount) AS total FROM (SELECT * FROM o ORDER BY created) GROUP BY country",
      "SELECT * FROM c WHERE customer_id NOT IN (SELECT customer_id FROM o)",
      "SELECT * FROM o, c",
      "SELECT * FROM o JOIN c ON o.customer_id = c.customer_id",
      "SELECT * FROM o JOIN c ON o.created < current_date()",
      "SELECT uppr(status) FROM o",
      "SELECT upper(status) FROM o",
      "SELECT * FROM o WHERE country = NULL",
      "SELECT * FROM o WHERE status <> 'a' OR status <> 'b'",
      "SELECT DISTINCT country, count(*) FROM o GROUP BY country",
      "SELECT country, count(*) FROM o",
      "SELECT o.*, row_number() OVER (ORDER BY created) AS n FROM o",
      "SELECT date_format(created, 'YYYY-MM-dd') FROM o",
      "SELECT split(status, '.') FROM o",
      "SELECT substring(status, 0, 3), element_at(array(1, 2), 0) FROM o",
      "SELECT * FROM o LEFT JOIN c USING (customer_id) WHERE age > 3",
      "SELECT order_id FROM o UNION SELECT customer_id, name FROM c",
      "SELECT stauts FROM o",
      "SELECT amount + created FROM o",
      "INSERT INTO o VALUES (1)",
      "SELECT max(amount), order_id FROM o GROUP BY country",
      "SELECT * FROM o WHERE order_id IN (1, NULL)",
      "SELECT * FROM o TABLESAMPLE (150 PERCENT)",
    )
      .replaceAll(/\bo\b/g, `orders_${id}`)
      .replaceAll(/\bc\b/g, `customers_${id}`)}\n""")`,
  ({ id, pick }) =>
    `country_${id} = ${pick("sys.argv[0]", '"DE"', "input", 'os.environ.get("C", "DE")')}\nfound_${id} = spark.sql(f"SELECT * FROM VALUES ('NO') AS orders(country) WHERE country = '{country_${id}}'")`,
  ({ id, pick }) =>
    `chosen_${id} = spark.sql("SELECT * FROM VALUES ('NO') AS t(country) WHERE country = ${pick(":c", "{c}", "?")}", ${pick('{"c": "NO"}', 'args={"c": "NO"}', 'c="NO"', 'args=["NO"]')})`,
  ({ frame, column, id, pick }) =>
    `picked_${id} = ${frame}.${pick(`filter("${column} = NULL")`, `filter("${column} IS NULL")`, `selectExpr("${column} AS x", "upper(x)")`, `selectExpr("count(*)")`, `selectExpr("cast(${column} AS strin)")`, `where("${column} == '1' and")`, `filter("${column} rlike '\\d+'")`)}`,
];
