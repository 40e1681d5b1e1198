import type { Habit } from "./habit.ts";

/** UDFs in all their forms, applied. */
export const udfHabits: readonly Habit[] = [
  ({ id, pick }) =>
    `names_${id} = ${pick('spark.sparkContext.broadcast({"DE": "Germany"})', '{"DE": "Germany"}')}\nname_${id} = F.udf(lambda code: names_${id}${pick("", ".value")}.get(str(code)))\nnamed_${id} = orders.withColumn("name", name_${id}("country")).limit(3).collect()`,
  ({ frame, text, id, pick }) =>
    `made_${id} = F.udf(lambda text: ${pick("text.upper() if text is not None else None", "F.upper(text)", "len(text or '')", "str(text)[:3]", "text.strip()", "f'{text}!'", "None", "text", "F.lit(text)", "str(spark.range(1).count())", "orders.count()")}${pick("", ', "string"', ', "int"', ", T.StringType()")})\nout_${id} = ${frame}.select(made_${id}("${text}")).limit(3).${pick("collect()", "count()")}`,
  ({ frame, number, id, pick }) =>
    `least_${id} = ${pick("18", "0.5", '"a"', "{1, 2}")}\nabove_${id} = F.udf(lambda number: ${pick(`number ${pick(">", "==")} least_${id}`, `1 if number == least_${id} else 0`, `number in least_${id}`)}, ${pick('"boolean"', '"int"')})\nout_${id} = ${frame}.select(above_${id}("${number}")).limit(3).count()`,
  ({ frame, text, id, pick }) =>
    `is_${id} = F.udf(lambda text: len(str(text)) > len("${id}") and str(text) != "", "boolean")\nkept_${id} = ${frame}.${pick("filter", "where")}(is_${id}("${text}"))${pick("", `.select("${text}")`)}`,
  ({ frame, id, pick }) =>
    `import uuid, random\nid_${id} = F.udf(lambda: str(${pick("uuid.uuid4()", "random.random()", "1")}))${pick("", ".asNondeterministic()")}\nkeyed_${id} = ${frame}.withColumn("key", id_${id}())`,
  ({ frame, column, number, id, pick }) =>
    `@F.udf("double")\ndef spread_${id}(values):\n    return ${pick("float(max(values) - min(values)) if values else None", "sum(values)", "float(len(values) * 2)")}\nlists_${id} = ${frame}.groupBy("${column}").agg(F.collect_list("${number}").alias("all")).withColumn("spread", spread_${id}("all"))`,
  ({ id, pick }) =>
    `${pick("@F.udf", '@F.udf("int")', '@F.udf(returnType="double")', "@udf")}\ndef vowels_${id}(name):\n    return ${pick('sum(letter in "aeiou" for letter in name) if name else 0', "name", "3.5", "[1]", "None")}\ncounted_${id} = customers.withColumn("vowels", vowels_${id}("name"))`,
  ({ id, pick }) =>
    `first_${id} = F.udf(lambda tags: next(${pick("(tag for tag in tags if tag == 'sale')", "(tag for tag in tags or []), None")}))\nsale_${id} = events.withColumn("sale", first_${id}("tags"))`,
  ({ id, pick }) =>
    `decade_${id} = F.udf(lambda age: f"{age // 10}0s"${pick("", " if age is not None else None")})\nold_${id} = customers.withColumn("decade", F.when(F.col("age").isNotNull(), decade_${id}("age")))`,
  ({ id, pick }) =>
    `@pandas_udf("double")\ndef taxed_${id}(amount: ${pick("pd.Series", "pd.DataFrame", "list")}${pick("", ", rate=0.19", ", rate: float")})${pick(" -> pd.Series", "", " -> float")}:\n    return amount * 1.19\nwith_${id} = orders.withColumn("taxed", taxed_${id}("amount"))`,
  ({ id, pick }) =>
    `import sqlite3\n@F.udf("string")\ndef known_${id}(customer_id):\n    ${pick('with sqlite3.connect(":memory:") as connection:\n        return str(connection.execute("SELECT ?", (customer_id,)).fetchone())', "return str(customer_id)")}\nnamed_${id} = orders.withColumn("known", known_${id}("customer_id"))`,
  ({ frame, text, id, pick }) =>
    `spark.udf.register("shout_${id}", lambda text: ${pick("text.upper()", "str(text)", "len(text)")}${pick("", ', "string"', ', "int"')})\nloud_${id} = ${frame}.selectExpr("shout_${id}(${text})${pick("", " AS loud")}")`,
  ({ id, pick }) =>
    `mapped_${id} = orders.select("order_id").mapInPandas(lambda frames: ${pick("frames", "(frame * 2 for frame in frames)", "spark.range(3)")}, "order_id ${pick("int", "long")}")`,
];
