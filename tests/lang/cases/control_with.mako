%with op.autocommit():
VACUUM;
% endwith
% with a as b, c:
x
%endwith # done
