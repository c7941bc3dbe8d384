<%c>
#include <string.h>
/* int not_me(void); */
static const char *slugify(const char *text)
{
    return text; // char *other(int x);
}
int64_t twice(int64_t n, double d);
static bool odd(struct aludel_value v) { return v.type == ALUDEL_INT; }
</%c>
<%def name="upgrade()">
UPDATE t SET x = ${"A b" | slugify}, y = ${twice(3, 1.5)} WHERE z = ${odd(env("Z"))};
<%c>
    aludel_execute_sql(op, "SELECT 1", 0, NULL);
</%c>
</%def>
