<%c>
#include <math.h>
</%c><%def name="upgrade()">
<%c>
if (a % b) { puts("${x}"); }
</%c>
</%def>