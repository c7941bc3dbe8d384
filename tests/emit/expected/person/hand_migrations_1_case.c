/* Made by aludel VERSION from versions/1_case.mako: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

#line 1 "versions/1_case.mako"

static const char *slugify(const char *s)
{
    return s;
}
#line 15 "hand_migrations_1_case.c"
#line 2 "versions/1_case.mako"
_Static_assert(_Generic(&slugify, const char * (*)(const char *): 1, char * (*)(const char *): 1, default: 0), "slugify is called from expressions as const char * (*)(const char *)");
#line 18 "hand_migrations_1_case.c"

aludel_step_fn hand_migrations_upgrade_1, hand_migrations_downgrade_1;

/* versions/1_case.mako */
static const struct aludel_statement rows_1_up[] = {
    {SQL("SELECT \001"), 1, 0, {"versions/1_case.mako", 7}},
};
static const struct aludel_place places_1_up[] = {
    {"versions/1_case.mako", 7},
};

bool hand_migrations_upgrade_1(struct aludel_op *op)
{
    aludel_at(op, &places_1_up[0]);
    struct aludel_value slugify_2 = ALUDEL_FROM_C(op, slugify(aludel_to_text(op, ALUDEL_STRING("A b"))));
    aludel_send(op, aludel_bind(&rows_1_up[0], slugify_2));
    {
#line 7 "versions/1_case.mako"
 aludel_execute_sql(op, "SELECT 1", 0, NULL); 
#line 38 "hand_migrations_1_case.c"
    }
    return aludel_ok(op);
}

bool hand_migrations_downgrade_1(struct aludel_op *op)
{
    return aludel_ok(op);
}

