An error in C names the template's own line.

=== file versions/0001_c.mako
<%! revision = "0001"; down_revision = None %>
<%c>
#include <string.h>

static int64_t number(int64_t n)
{
    return n +;
}
</%c>
<%def name="upgrade()">
SELECT ${number(1)};
<%c>
    int unused = nothing_of_that_name;
</%c>
</%def>
<%def name="downgrade()"></%def>
=== session
$ LC_ALL=C CC=gcc aludel build -o migrate 2>&1 | grep -o 'versions/0001_c.mako:.*error.*'
versions/0001_c.mako:7:15: error: expected expression before ';' token
versions/0001_c.mako:13:18: error: 'nothing_of_that_name' undeclared (first use in this function)
$ sed -i 's/n +;/n;/; /int unused/d; s/static int64_t number(int64_t n)/static long double *number(int64_t n)/; s/return n/return NULL/' versions/0001_c.mako
$ LC_ALL=C CC=gcc aludel build -o migrate 2>&1 | grep -o 'versions/0001_c.mako:.*error.*'
versions/0001_c.mako:11:10: error: the C function 'number' has the result 'long double *'
$ echo 'allow_c = no' >>aludel.ini; aludel build -o migrate
versions/0001_c.mako:2:5: error: C is forbidden in this environment
    2 | <%c>
      |     ^
aludel.ini:5:11: note: by allow_c
    5 | allow_c = no
      |           ^~
versions/0001_c.mako:11:10: error: the C function 'number' has the result 'long double *'
   11 | SELECT ${number(1)};
      |          ^~~~~~~~~ result and parameters may be const char *, int64_t, double, bool or struct aludel_value
versions/0001_c.mako:12:5: error: C is forbidden in this environment
   12 | <%c>
      |     ^
aludel.ini:5:11: note: by allow_c
    5 | allow_c = no
      |           ^~
[exit 1]
