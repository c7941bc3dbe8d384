% iff x:
% endif
% esle:
% foo
% try:
% set x = 1
% %x
%
