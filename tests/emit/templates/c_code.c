/* ==== t_c_code.c */
/* Made by aludel VERSION from versions/c_code.mako: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

#line 1 "versions/c_code.mako"

#include <string.h>
/* int not_me(void); */
static const char *slugify(const char *text)
{
    return text; // char *other(int x);
}
int64_t twice(int64_t n, double d);
static bool odd(struct aludel_value v) { return v.type == ALUDEL_INT; }
#line 19 "t_c_code.c"
#line 4 "versions/c_code.mako"
_Static_assert(_Generic(&slugify, const char * (*)(const char *): 1, char * (*)(const char *): 1, default: 0), "slugify is called from expressions as const char * (*)(const char *)");
#line 8 "versions/c_code.mako"
_Static_assert(_Generic(&twice, int64_t (*)(int64_t, double): 1, default: 0), "twice is called from expressions as int64_t (*)(int64_t, double)");
#line 9 "versions/c_code.mako"
_Static_assert(_Generic(&odd, bool (*)(struct aludel_value): 1, default: 0), "odd is called from expressions as bool (*)(struct aludel_value)");
#line 26 "t_c_code.c"

aludel_step_fn t_upgrade_c_code, t_downgrade_c_code;

/* versions/c_code.mako */
static const struct aludel_statement rows_c_code_up[] = {
    {SQL("UPDATE t SET x = \001, y = \001 WHERE z = \001"), 3, 0, {"versions/c_code.mako", 12}},
};
static const struct aludel_place places_c_code_up[] = {
    {"versions/c_code.mako", 12},
};

bool t_upgrade_c_code(struct aludel_op *op)
{
    aludel_at(op, &places_c_code_up[0]);
    struct aludel_value v1 = ALUDEL_FROM_C(op, slugify(aludel_to_text(op, ALUDEL_STRING("A b"))));
    struct aludel_value v2 = ALUDEL_FROM_C(op, twice(aludel_to_int(op, aludel_int(3)), aludel_to_double(op, aludel_float(1.5))));
    aludel_send(op, aludel_bind(&rows_c_code_up[0], v1, v2, ALUDEL_FROM_C(op, odd((aludel_env(op, "Z", aludel_unset()))))));
    {
#line 13 "versions/c_code.mako"

    aludel_execute_sql(op, "SELECT 1", 0, NULL);
#line 48 "t_c_code.c"
    }
    return aludel_ok(op);
}

bool t_downgrade_c_code(struct aludel_op *op)
{
    return aludel_ok(op);
}

