-- How a rule stands at a moment: `core.regulation.Rule.state` in SQL, for counting thousands of facts
-- (a test holds the two equal). In time means strictly before the deadline.
CREATE OR REPLACE FUNCTION core_rule_state(
    due timestamptz, done timestamptz, is_excused boolean, at timestamptz
) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN done IS NOT NULL AND (due IS NULL OR done < due) THEN 'done'
              WHEN due IS NULL THEN 'not_asked'
              WHEN done IS NULL AND at < due THEN 'due'
              WHEN coalesce(is_excused, false) THEN 'excused'
              WHEN done IS NOT NULL THEN 'late'
              ELSE 'missing' END
$$;
