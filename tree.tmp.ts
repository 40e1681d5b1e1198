import { sqlParserOf } from "./server/src/plan/sqlParser.ts";
import { evaluated } from "./test/plan/evaluated.ts";
import { embeddedSqlIn } from "./server/src/plan/query/embeddedSql.ts";
function show(n:any,d=0){ if(n.kind==="token"){console.log(" ".repeat(d)+"'"+n.type);return;} if(n.children.length===1&&n.children[0].kind==="node"&&d>6){show(n.children[0],d);return;} console.log(" ".repeat(d)+n.rule); for(const c of n.children) show(c,d+1);}
for (const q of process.argv.slice(2)) { const f=evaluated(`from pyspark.sql import SparkSession\nspark=SparkSession.builder.getOrCreate()\nspark.sql(${JSON.stringify(q)})\n`,undefined,undefined,"4.3"); const [s]=embeddedSqlIn(f); show(s!.tree.root); }
