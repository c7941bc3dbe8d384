% iff x:
% endif
% esle:
% foo
% try:
% set x = 1
% op.drop_table("t")
% %x
%
