# Small files under the names that PySpark's SQL examples read: the wheel has the examples, but not these.
# Runs in a session `spark` with `folder` set.
import os

users = spark.createDataFrame(
    [("Ada", None, [3, 9]), ("Ben", "green", [])],
    "name string, favorite_color string, favorite_numbers array<int>",
)
texts = {
    "people.json": '{"name":"Kim"}\n{"name":"Lee","age":31}\n{"name":"Max","age":17}\n',
    "people.txt": "Kim, 28\nLee, 31\nMax, 17\n",
    "people.csv": "name;age;job\nKim;28;Baker\nLee;31;Nurse\n",
    "people.xml": "<people><person><name>Kim</name><age>28</age></person></people>\n",
    "employees.json": '{"name":"Kim","salary":3000}\n{"name":"Lee","salary":4500}\n',
    "kv1.txt": "".join("%d\x01val_%d\n" % (number, number) for number in range(9)),
}
os.makedirs(os.path.join(folder, "dir1", "dir2"), exist_ok=True)
for name, text in texts.items():
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text)


def write_one(frame, format, name):
    """One file, not a folder of parts."""
    target = os.path.join(folder, name)
    # A run that was cut off may have left its parts.
    frame.coalesce(1).write.format(format).mode("overwrite").save(target + ".parts")
    [part] = [each for each in os.listdir(target + ".parts") if each.startswith("part-")]
    os.replace(os.path.join(target + ".parts", part), target)
    for rest in os.listdir(target + ".parts"):
        os.remove(os.path.join(target + ".parts", rest))
    os.rmdir(target + ".parts")


write_one(users, "parquet", "users.parquet")
write_one(users, "orc", "users.orc")
write_one(spark.createDataFrame([("file1.parquet",)], "file string"), "parquet", "dir1/file1.parquet")
write_one(spark.createDataFrame([("file2.parquet",)], "file string"), "parquet", "dir1/dir2/file2.parquet")
# Between the two times that an example filters files by.
for name in ("dir1/file1.parquet", "dir1/dir2/file2.parquet"):
    os.utime(os.path.join(folder, name), (2539000000, 2539000000))
with open(os.path.join(folder, "dir1", "file3.json"), "w", encoding="utf-8") as file:
    file.write('{"file":"corrupt.json"}\n')
