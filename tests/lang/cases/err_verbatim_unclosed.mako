<%doc>
% if
${