<%def name="upgrade()">
SELECT ${two(1)}, ${bad(1)}, ${nothing(1)}, ${two(a=1, b=2)};
</%def>
<%c>
int64_t two(int64_t a, int64_t b);
int bad(int a);
void nothing(int64_t a);
</%c>
<%def name="downgrade()">
</%def>
