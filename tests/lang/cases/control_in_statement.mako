INSERT INTO r VALUES
% for r in ["a", "b"]:
    (${r})${"" if loop.last else "," | n}
% endfor
;
