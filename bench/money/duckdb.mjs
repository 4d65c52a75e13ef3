// duckdb.mjs - the same amounts from DuckDB, in one SQL statement. Usage: node duckdb.mjs FOLDER [THREADS]
// Needs @duckdb/node-api in the folder it is started in. Lines are added up by product, country, month and
// currency first, and joins keep the order in which they are written: of the plans tried, the fastest.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
const { DuckDBInstance } = createRequire(process.cwd() + '/')('@duckdb/node-api');
const [folder, threads = '2'] = process.argv.slice(2);
const nowhere = readFileSync(`${folder}/agreement.md`, 'ascii').match(/worldwide except (.*)/)[1];
const connection = await (await DuckDBInstance.create(':memory:', { threads })).connect();
await connection.run("SET disabled_optimizers='join_order,build_side_probe_side'");
await connection.run(`
CREATE TABLE register AS SELECT code, CAST(item[2:] AS INTEGER) AS family
  FROM read_csv('${folder}/register.csv', header=true, columns={code:'VARCHAR', item:'VARCHAR'});
CREATE TABLE rates AS SELECT currency, CAST(month[6:7] AS BIGINT) AS month, rate
  FROM read_csv('${folder}/rates.csv', header=true, columns={currency:'VARCHAR', month:'VARCHAR', rate:'DECIMAL(12,6)'})
  UNION ALL SELECT 'USD', range, 1 FROM range(1, 13);
CREATE MACRO cents(x) AS sign(x)::HUGEINT * (abs(x) // 100000000 + CASE WHEN abs(x) % 100000000 > 50000000
  OR (abs(x) % 100000000 = 50000000 AND (abs(x) // 100000000) % 2 = 1) THEN 1 ELSE 0 END)`);
// Amounts are whole numbers of 1e-10 dollars.
const rows = (await connection.runAndReadAll(`
WITH lines AS (SELECT product, month(day) AS month, currency, sum(units)::HUGEINT AS units,
    CAST(sum(gross - returns) * 100 AS HUGEINT) AS net
  FROM read_csv('${folder}/sales.csv', header=true, auto_detect=false, delim=',', quote='"', columns={line:'BIGINT',
    day:'DATE', product:'VARCHAR', country:'VARCHAR', units:'BIGINT', gross:'DECIMAL(18,2)', returns:'DECIMAL(18,2)',
    currency:'VARCHAR'})
  WHERE country NOT IN (${nowhere.split(', ').map((code) => `'${code}'`)}) GROUP BY ALL),
 sums AS (SELECT family, (month + 2) // 3 AS quarter, sum(units) AS units,
    sum(net * CAST(rate * 1000000 AS HUGEINT))::HUGEINT AS net
  FROM lines JOIN register ON code = product JOIN rates USING (currency, month)
  WHERE family <> 40 OR month <= 9 GROUP BY ALL),
 grid AS (SELECT f.range AS family, q.range AS quarter, coalesce(units, 0)::HUGEINT AS units, coalesce(net, 0)::HUGEINT AS net
  FROM range(1, 41) f CROSS JOIN range(1, 5) q LEFT JOIN sums ON sums.family = f.range AND sums.quarter = q.range),
 years AS (SELECT family, quarter, sum(units) OVER w AS units, sum(net) OVER w AS net FROM grid
  WINDOW w AS (PARTITION BY family ORDER BY quarter)),
 earned AS (SELECT family, quarter, least(97500000000000000::HUGEINT, CASE WHEN family % 2 = 1
    THEN least(greatest(units - 100000, 0), 4900000) * 2000000000 + greatest(units - 5000000, 0) * 1000000000
    ELSE least(greatest(net, 0), 1000000000000000) * 3 + least(greatest(net - 1000000000000000, 0), 4000000000000000) * 2
      + greatest(net - 5000000000000000, 0) END)::HUGEINT AS amount FROM years),
 rounded AS (SELECT family, quarter,
    cents(CASE WHEN quarter = 4 THEN greatest(amount, 2500000000000000) ELSE amount END) AS cents FROM earned)
SELECT family, quarter, (cents - coalesce(lag(cents) OVER (PARTITION BY family ORDER BY quarter), 0))::VARCHAR
FROM rounded ORDER BY 1, 2`)).getRows();
for (const [family, quarter, cents] of rows)
  console.log(`royalty-${String(family).padStart(2, '0')},${quarter},${cents}`);
