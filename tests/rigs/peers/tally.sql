-- The rows of a plan by measure, status and currency; a row of two measures is split by their shares.
SET threads = THREADS;
WITH rows AS (
  SELECT string_split(measures, ';') AS parts, status, coalesce(currency, '') AS currency,
    CAST(TRY_CAST(budget AS DECIMAL(18, 2)) * 100 AS BIGINT) AS cents,
    TRY_CAST("start" AS DATE) AS first_day, TRY_CAST("end" AS DATE) AS last_day
  FROM read_csv('FILE', all_varchar = true, header = true, delim = ',', quote = '"', escape = '"')
), shares AS (
  SELECT *, unnest(parts) AS part FROM rows
)
SELECT split_part(part, ':', 1) AS measure, status, currency, count(*) AS n_rows,
  coalesce(sum(cents * CASE WHEN contains(part, ':') THEN CAST(split_part(part, ':', 2) AS BIGINT) ELSE 100 // len(parts) END // 100), 0) AS cents,
  coalesce(CAST(min(first_day) AS VARCHAR), '') AS first_day, coalesce(CAST(max(last_day) AS VARCHAR), '') AS last_day
FROM shares GROUP BY measure, status, currency;
