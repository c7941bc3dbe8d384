SELECT 1;
  -- 100% of $5 < 6 \ 7
