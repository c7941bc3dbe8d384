CREATE FUNCTION f() AS $${"a": 1, b$$;
