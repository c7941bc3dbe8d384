/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_case, t_downgrade_case;

/* versions/overlong_rebuild.mako: A definition of more than 4095 characters, which is rebuilt. */
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverlength-strings"
#endif
static const struct aludel_statement rows_case_up[] = {
    {SQL("CREATE TABLE wide (\n"
         "    column_0000 INTEGER DEFAULT 0,\n"
         "    column_0001 INTEGER DEFAULT 1,\n"
         "    column_0002 INTEGER DEFAULT 2,\n"
         "    column_0003 INTEGER DEFAULT 3,\n"
         "    column_0004 INTEGER DEFAULT 4,\n"
         "    column_0005 INTEGER DEFAULT 5,\n"
         "    column_0006 INTEGER DEFAULT 6,\n"
         "    column_0007 INTEGER DEFAULT 7,\n"
         "    column_0008 INTEGER DEFAULT 8,\n"
         "    column_0009 INTEGER DEFAULT 9,\n"
         "    column_0010 INTEGER DEFAULT 10,\n"
         "    column_0011 INTEGER DEFAULT 11,\n"
         "    column_0012 INTEGER DEFAULT 12,\n"
         "    column_0013 INTEGER DEFAULT 13,\n"
         "    column_0014 INTEGER DEFAULT 14,\n"
         "    column_0015 INTEGER DEFAULT 15,\n"
         "    column_0016 INTEGER DEFAULT 16,\n"
         "    column_0017 INTEGER DEFAULT 17,\n"
         "    column_0018 INTEGER DEFAULT 18,\n"
         "    column_0019 INTEGER DEFAULT 19,\n"
         "    column_0020 INTEGER DEFAULT 20,\n"
         "    column_0021 INTEGER DEFAULT 21,\n"
         "    column_0022 INTEGER DEFAULT 22,\n"
         "    column_0023 INTEGER DEFAULT 23,\n"
         "    column_0024 INTEGER DEFAULT 24,\n"
         "    column_0025 INTEGER DEFAULT 25,\n"
         "    column_0026 INTEGER DEFAULT 26,\n"
         "    column_0027 INTEGER DEFAULT 27,\n"
         "    column_0028 INTEGER DEFAULT 28,\n"
         "    column_0029 INTEGER DEFAULT 29,\n"
         "    column_0030 INTEGER DEFAULT 30,\n"
         "    column_0031 INTEGER DEFAULT 31,\n"
         "    column_0032 INTEGER DEFAULT 32,\n"
         "    column_0033 INTEGER DEFAULT 33,\n"
         "    column_0034 INTEGER DEFAULT 34,\n"
         "    column_0035 INTEGER DEFAULT 35,\n"
         "    column_0036 INTEGER DEFAULT 36,\n"
         "    column_0037 INTEGER DEFAULT 37,\n"
         "    column_0038 INTEGER DEFAULT 38,\n"
         "    column_0039 INTEGER DEFAULT 39,\n"
         "    column_0040 INTEGER DEFAULT 40,\n"
         "    column_0041 INTEGER DEFAULT 41,\n"
         "    column_0042 INTEGER DEFAULT 42,\n"
         "    column_0043 INTEGER DEFAULT 43,\n"
         "    column_0044 INTEGER DEFAULT 44,\n"
         "    column_0045 INTEGER DEFAULT 45,\n"
         "    column_0046 INTEGER DEFAULT 46,\n"
         "    column_0047 INTEGER DEFAULT 47,\n"
         "    column_0048 INTEGER DEFAULT 48,\n"
         "    column_0049 INTEGER DEFAULT 49,\n"
         "    column_0050 INTEGER DEFAULT 50,\n"
         "    column_0051 INTEGER DEFAULT 51,\n"
         "    column_0052 INTEGER DEFAULT 52,\n"
         "    column_0053 INTEGER DEFAULT 53,\n"
         "    column_0054 INTEGER DEFAULT 54,\n"
         "    column_0055 INTEGER DEFAULT 55,\n"
         "    column_0056 INTEGER DEFAULT 56,\n"
         "    column_0057 INTEGER DEFAULT 57,\n"
         "    column_0058 INTEGER DEFAULT 58,\n"
         "    column_0059 INTEGER DEFAULT 59,\n"
         "    column_0060 INTEGER DEFAULT 60,\n"
         "    column_0061 INTEGER DEFAULT 61,\n"
         "    column_0062 INTEGER DEFAULT 62,\n"
         "    column_0063 INTEGER DEFAULT 63,\n"
         "    column_0064 INTEGER DEFAULT 64,\n"
         "    column_0065 INTEGER DEFAULT 65,\n"
         "    column_0066 INTEGER DEFAULT 66,\n"
         "    column_0067 INTEGER DEFAULT 67,\n"
         "    column_0068 INTEGER DEFAULT 68,\n"
         "    column_0069 INTEGER DEFAULT 69,\n"
         "    column_0070 INTEGER DEFAULT 70,\n"
         "    column_0071 INTEGER DEFAULT 71,\n"
         "    column_0072 INTEGER DEFAULT 72,\n"
         "    column_0073 INTEGER DEFAULT 73,\n"
         "    column_0074 INTEGER DEFAULT 74,\n"
         "    column_0075 INTEGER DEFAULT 75,\n"
         "    column_0076 INTEGER DEFAULT 76,\n"
         "    column_0077 INTEGER DEFAULT 77,\n"
         "    column_0078 INTEGER DEFAULT 78,\n"
         "    column_0079 INTEGER DEFAULT 79,\n"
         "    column_0080 INTEGER DEFAULT 80,\n"
         "    column_0081 INTEGER DEFAULT 81,\n"
         "    column_0082 INTEGER DEFAULT 82,\n"
         "    column_0083 INTEGER DEFAULT 83,\n"
         "    column_0084 INTEGER DEFAULT 84,\n"
         "    column_0085 INTEGER DEFAULT 85,\n"
         "    column_0086 INTEGER DEFAULT 86,\n"
         "    column_0087 INTEGER DEFAULT 87,\n"
         "    column_0088 INTEGER DEFAULT 88,\n"
         "    column_0089 INTEGER DEFAULT 89,\n"
         "    column_0090 INTEGER DEFAULT 90,\n"
         "    column_0091 INTEGER DEFAULT 91,\n"
         "    column_0092 INTEGER DEFAULT 92,\n"
         "    column_0093 INTEGER DEFAULT 93,\n"
         "    column_0094 INTEGER DEFAULT 94,\n"
         "    column_0095 INTEGER DEFAULT 95,\n"
         "    column_0096 INTEGER DEFAULT 96,\n"
         "    column_0097 INTEGER DEFAULT 97,\n"
         "    column_0098 INTEGER DEFAULT 98,\n"
         "    column_0099 INTEGER DEFAULT 99,\n"
         "    column_0100 INTEGER DEFAULT 100,\n"
         "    column_0101 INTEGER DEFAULT 101,\n"
         "    column_0102 INTEGER DEFAULT 102,\n"
         "    column_0103 INTEGER DEFAULT 103,\n"
         "    column_0104 INTEGER DEFAULT 104,\n"
         "    column_0105 INTEGER DEFAULT 105,\n"
         "    column_0106 INTEGER DEFAULT 106,\n"
         "    column_0107 INTEGER DEFAULT 107,\n"
         "    column_0108 INTEGER DEFAULT 108,\n"
         "    column_0109 INTEGER DEFAULT 109,\n"
         "    column_0110 INTEGER DEFAULT 110,\n"
         "    column_0111 INTEGER DEFAULT 111,\n"
         "    column_0112 INTEGER DEFAULT 112,\n"
         "    column_0113 INTEGER DEFAULT 113,\n"
         "    column_0114 INTEGER DEFAULT 114,\n"
         "    column_0115 INTEGER DEFAULT 115,\n"
         "    column_0116 INTEGER DEFAULT 116,\n"
         "    column_0117 INTEGER DEFAULT 117,\n"
         "    column_0118 INTEGER DEFAULT 118,\n"
         "    column_0119 INTEGER DEFAULT 119,\n"
         "    column_0120 INTEGER DEFAULT 120,\n"
         "    column_0121 INTEGER DEFAULT 121,\n"
         "    column_0122 INTEGER DEFAULT 122,\n"
         "    column_0123 INTEGER DEFAULT 123,\n"
         "    column_0124 INTEGER DEFAULT 124,\n"
         "    column_0125 INTEGER DEFAULT 125,\n"
         "    column_0126 INTEGER DEFAULT 126,\n"
         "    column_0127 INTEGER DEFAULT 127,\n"
         "    column_0128 INTEGER DEFAULT 128,\n"
         "    column_0129 INTEGER DEFAULT 129,\n"
         "    column_0130 INTEGER DEFAULT 130,\n"
         "    column_0131 INTEGER DEFAULT 131,\n"
         "    column_0132 INTEGER DEFAULT 132,\n"
         "    column_0133 INTEGER DEFAULT 133,\n"
         "    column_0134 INTEGER DEFAULT 134,\n"
         "    column_0135 INTEGER DEFAULT 135,\n"
         "    column_0136 INTEGER DEFAULT 136,\n"
         "    column_0137 INTEGER DEFAULT 137,\n"
         "    column_0138 INTEGER DEFAULT 138,\n"
         "    column_0139 INTEGER DEFAULT 139,\n"
         "    column_0140 INTEGER DEFAULT 140,\n"
         "    column_0141 INTEGER DEFAULT 141,\n"
         "    column_0142 INTEGER DEFAULT 142,\n"
         "    column_0143 INTEGER DEFAULT 143,\n"
         "    column_0144 INTEGER DEFAULT 144,\n"
         "    column_0145 INTEGER DEFAULT 145,\n"
         "    column_0146 INTEGER DEFAULT 146,\n"
         "    column_0147 INTEGER DEFAULT 147,\n"
         "    column_0148 INTEGER DEFAULT 148,\n"
         "    column_0149 INTEGER DEFAULT 149,\n"
         "    column_0150 INTEGER DEFAULT 150,\n"
         "    column_0151 INTEGER DEFAULT 151,\n"
         "    column_0152 INTEGER DEFAULT 152,\n"
         "    column_0153 INTEGER DEFAULT 153,\n"
         "    column_0154 INTEGER DEFAULT 154,\n"
         "    column_0155 INTEGER DEFAULT 155,\n"
         "    column_0156 INTEGER DEFAULT 156,\n"
         "    column_0157 INTEGER DEFAULT 157,\n"
         "    column_0158 INTEGER DEFAULT 158,\n"
         "    column_0159 INTEGER DEFAULT 159,\n"
         "    column_0160 INTEGER DEFAULT 160,\n"
         "    column_0161 INTEGER DEFAULT 161,\n"
         "    column_0162 INTEGER DEFAULT 162,\n"
         "    column_0163 INTEGER DEFAULT 163,\n"
         "    column_0164 INTEGER DEFAULT 164,\n"
         "    column_0165 INTEGER DEFAULT 165,\n"
         "    column_0166 INTEGER DEFAULT 166,\n"
         "    column_0167 INTEGER DEFAULT 167,\n"
         "    column_0168 INTEGER DEFAULT 168,\n"
         "    column_0169 INTEGER DEFAULT 169,\n"
         "    column_0170 INTEGER DEFAULT 170,\n"
         "    column_0171 INTEGER DEFAULT 171,\n"
         "    column_0172 INTEGER DEFAULT 172,\n"
         "    column_0173 INTEGER DEFAULT 173,\n"
         "    column_0174 INTEGER DEFAULT 174,\n"
         "    column_0175 INTEGER DEFAULT 175,\n"
         "    column_0176 INTEGER DEFAULT 176,\n"
         "    column_0177 INTEGER DEFAULT 177,\n"
         "    column_0178 INTEGER DEFAULT 178,\n"
         "    column_0179 INTEGER DEFAULT 179,\n"
         "    column_0180 INTEGER DEFAULT 180,\n"
         "    column_0181 INTEGER DEFAULT 181,\n"
         "    column_0182 INTEGER DEFAULT 182,\n"
         "    column_0183 INTEGER DEFAULT 183,\n"
         "    column_0184 INTEGER DEFAULT 184,\n"
         "    column_0185 INTEGER DEFAULT 185,\n"
         "    column_0186 INTEGER DEFAULT 186,\n"
         "    column_0187 INTEGER DEFAULT 187,\n"
         "    column_0188 INTEGER DEFAULT 188,\n"
         "    column_0189 INTEGER DEFAULT 189,\n"
         "    column_0190 INTEGER DEFAULT 190,\n"
         "    column_0191 INTEGER DEFAULT 191,\n"
         "    column_0192 INTEGER DEFAULT 192,\n"
         "    column_0193 INTEGER DEFAULT 193,\n"
         "    column_0194 INTEGER DEFAULT 194,\n"
         "    column_0195 INTEGER DEFAULT 195,\n"
         "    column_0196 INTEGER DEFAULT 196,\n"
         "    column_0197 INTEGER DEFAULT 197,\n"
         "    column_0198 INTEGER DEFAULT 198,\n"
         "    column_0199 INTEGER DEFAULT 199\n"
         ")"), 0, ALUDEL_DDL, {"versions/overlong_rebuild.mako", 5}},
};
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif
static const struct aludel_place places_case_up[] = {
    {"versions/overlong_rebuild.mako", 207},
};

bool t_upgrade_case(struct aludel_op *op)
{
    aludel_run(op, rows_case_up, 1);
    {
        #if defined(__GNUC__)
        #pragma GCC diagnostic push
        #pragma GCC diagnostic ignored "-Woverlength-strings"
        #endif
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_SET_NOT_NULL, .name = "column_0007"},
        };
        static const struct aludel_rebuilt table = {
            .table = "wide",
            .edits = edits, .edit_count = 1,
            .sql = "CREATE TABLE wide (\n    column_0000 INTEGER DEFAULT 0,\n    column_0001 INTEGER DEFAULT 1,\n    column_0002 INTEGER DEFAULT 2,\n    column_0003 INTEGER DEFAULT 3,\n    column_0004 INTEGER DEFAULT 4,\n    column_0005 INTEGER DEFAULT 5,\n    column_0006 INTEGER DEFAULT 6,\n    column_0007 INTEGER DEFAULT 7,\n    column_0008 INTEGER DEFAULT 8,\n    column_0009 INTEGER DEFAULT 9,\n    column_0010 INTEGER DEFAULT 10,\n    column_0011 INTEGER DEFAULT 11,\n    column_0012 INTEGER DEFAULT 12,\n    column_0013 INTEGER DEFAULT 13,\n    column_0014 INTEGER DEFAULT 14,\n    column_0015 INTEGER DEFAULT 15,\n    column_0016 INTEGER DEFAULT 16,\n    column_0017 INTEGER DEFAULT 17,\n    column_0018 INTEGER DEFAULT 18,\n    column_0019 INTEGER DEFAULT 19,\n    column_0020 INTEGER DEFAULT 20,\n    column_0021 INTEGER DEFAULT 21,\n    column_0022 INTEGER DEFAULT 22,\n    column_0023 INTEGER DEFAULT 23,\n    column_0024 INTEGER DEFAULT 24,\n    column_0025 INTEGER DEFAULT 25,\n    column_0026 INTEGER DEFAULT 26,\n    column_0027 INTEGER DEFAULT 27,\n    column_0028 INTEGER DEFAULT 28,\n    column_0029 INTEGER DEFAULT 29,\n    column_0030 INTEGER DEFAULT 30,\n    column_0031 INTEGER DEFAULT 31,\n    column_0032 INTEGER DEFAULT 32,\n    column_0033 INTEGER DEFAULT 33,\n    column_0034 INTEGER DEFAULT 34,\n    column_0035 INTEGER DEFAULT 35,\n    column_0036 INTEGER DEFAULT 36,\n    column_0037 INTEGER DEFAULT 37,\n    column_0038 INTEGER DEFAULT 38,\n    column_0039 INTEGER DEFAULT 39,\n    column_0040 INTEGER DEFAULT 40,\n    column_0041 INTEGER DEFAULT 41,\n    column_0042 INTEGER DEFAULT 42,\n    column_0043 INTEGER DEFAULT 43,\n    column_0044 INTEGER DEFAULT 44,\n    column_0045 INTEGER DEFAULT 45,\n    column_0046 INTEGER DEFAULT 46,\n    column_0047 INTEGER DEFAULT 47,\n    column_0048 INTEGER DEFAULT 48,\n    column_0049 INTEGER DEFAULT 49,\n    column_0050 INTEGER DEFAULT 50,\n    column_0051 INTEGER DEFAULT 51,\n    column_0052 INTEGER DEFAULT 52,\n    column_0053 INTEGER DEFAULT 53,\n    column_0054 INTEGER DEFAULT 54,\n    column_0055 INTEGER DEFAULT 55,\n    column_0056 INTEGER DEFAULT 56,\n    column_0057 INTEGER DEFAULT 57,\n    column_0058 INTEGER DEFAULT 58,\n    column_0059 INTEGER DEFAULT 59,\n    column_0060 INTEGER DEFAULT 60,\n    column_0061 INTEGER DEFAULT 61,\n    column_0062 INTEGER DEFAULT 62,\n    column_0063 INTEGER DEFAULT 63,\n    column_0064 INTEGER DEFAULT 64,\n    column_0065 INTEGER DEFAULT 65,\n    column_0066 INTEGER DEFAULT 66,\n    column_0067 INTEGER DEFAULT 67,\n    column_0068 INTEGER DEFAULT 68,\n    column_0069 INTEGER DEFAULT 69,\n    column_0070 INTEGER DEFAULT 70,\n    column_0071 INTEGER DEFAULT 71,\n    column_0072 INTEGER DEFAULT 72,\n    column_0073 INTEGER DEFAULT 73,\n    column_0074 INTEGER DEFAULT 74,\n    column_0075 INTEGER DEFAULT 75,\n    column_0076 INTEGER DEFAULT 76,\n    column_0077 INTEGER DEFAULT 77,\n    column_0078 INTEGER DEFAULT 78,\n    column_0079 INTEGER DEFAULT 79,\n    column_0080 INTEGER DEFAULT 80,\n    column_0081 INTEGER DEFAULT 81,\n    column_0082 INTEGER DEFAULT 82,\n    column_0083 INTEGER DEFAULT 83,\n    column_0084 INTEGER DEFAULT 84,\n    column_0085 INTEGER DEFAULT 85,\n    column_0086 INTEGER DEFAULT 86,\n    column_0087 INTEGER DEFAULT 87,\n    column_0088 INTEGER DEFAULT 88,\n    column_0089 INTEGER DEFAULT 89,\n    column_0090 INTEGER DEFAULT 90,\n    column_0091 INTEGER DEFAULT 91,\n    column_0092 INTEGER DEFAULT 92,\n    column_0093 INTEGER DEFAULT 93,\n    column_0094 INTEGER DEFAULT 94,\n    column_0095 INTEGER DEFAULT 95,\n    column_0096 INTEGER DEFAULT 96,\n    column_0097 INTEGER DEFAULT 97,\n    column_0098 INTEGER DEFAULT 98,\n    column_0099 INTEGER DEFAULT 99,\n    column_0100 INTEGER DEFAULT 100,\n    column_0101 INTEGER DEFAULT 101,\n    column_0102 INTEGER DEFAULT 102,\n    column_0103 INTEGER DEFAULT 103,\n    column_0104 INTEGER DEFAULT 104,\n    column_0105 INTEGER DEFAULT 105,\n    column_0106 INTEGER DEFAULT 106,\n    column_0107 INTEGER DEFAULT 107,\n    column_0108 INTEGER DEFAULT 108,\n    column_0109 INTEGER DEFAULT 109,\n    column_0110 INTEGER DEFAULT 110,\n    column_0111 INTEGER DEFAULT 111,\n    column_0112 INTEGER DEFAULT 112,\n    column_0113 INTEGER DEFAULT 113,\n    column_0114 INTEGER DEFAULT 114,\n    column_0115 INTEGER DEFAULT 115,\n    column_0116 INTEGER DEFAULT 116,\n    column_0117 INTEGER DEFAULT 117,\n    column_0118 INTEGER DEFAULT 118,\n    column_0119 INTEGER DEFAULT 119,\n    column_0120 INTEGER DEFAULT 120,\n    column_0121 INTEGER DEFAULT 121,\n    column_0122 INTEGER DEFAULT 122,\n    column_0123 INTEGER DEFAULT 123,\n    column_0124 INTEGER DEFAULT 124,\n    column_0125 INTEGER DEFAULT 125,\n    column_0126 INTEGER DEFAULT 126,\n    column_0127 INTEGER DEFAULT 127,\n    column_0128 INTEGER DEFAULT 128,\n    column_0129 INTEGER DEFAULT 129,\n    column_0130 INTEGER DEFAULT 130,\n    column_0131 INTEGER DEFAULT 131,\n    column_0132 INTEGER DEFAULT 132,\n    column_0133 INTEGER DEFAULT 133,\n    column_0134 INTEGER DEFAULT 134,\n    column_0135 INTEGER DEFAULT 135,\n    column_0136 INTEGER DEFAULT 136,\n    column_0137 INTEGER DEFAULT 137,\n    column_0138 INTEGER DEFAULT 138,\n    column_0139 INTEGER DEFAULT 139,\n    column_0140 INTEGER DEFAULT 140,\n    column_0141 INTEGER DEFAULT 141,\n    column_0142 INTEGER DEFAULT 142,\n    column_0143 INTEGER DEFAULT 143,\n    column_0144 INTEGER DEFAULT 144,\n    column_0145 INTEGER DEFAULT 145,\n    column_0146 INTEGER DEFAULT 146,\n    column_0147 INTEGER DEFAULT 147,\n    column_0148 INTEGER DEFAULT 148,\n    column_0149 INTEGER DEFAULT 149,\n    column_0150 INTEGER DEFAULT 150,\n    column_0151 INTEGER DEFAULT 151,\n    column_0152 INTEGER DEFAULT 152,\n    column_0153 INTEGER DEFAULT 153,\n    column_0154 INTEGER DEFAULT 154,\n    column_0155 INTEGER DEFAULT 155,\n    column_0156 INTEGER DEFAULT 156,\n    column_0157 INTEGER DEFAULT 157,\n    column_0158 INTEGER DEFAULT 158,\n    column_0159 INTEGER DEFAULT 159,\n    column_0160 INTEGER DEFAULT 160,\n    column_0161 INTEGER DEFAULT 161,\n    column_0162 INTEGER DEFAULT 162,\n    column_0163 INTEGER DEFAULT 163,\n    column_0164 INTEGER DEFAULT 164,\n    column_0165 INTEGER DEFAULT 165,\n    column_0166 INTEGER DEFAULT 166,\n    column_0167 INTEGER DEFAULT 167,\n    column_0168 INTEGER DEFAULT 168,\n    column_0169 INTEGER DEFAULT 169,\n    column_0170 INTEGER DEFAULT 170,\n    column_0171 INTEGER DEFAULT 171,\n    column_0172 INTEGER DEFAULT 172,\n    column_0173 INTEGER DEFAULT 173,\n    column_0174 INTEGER DEFAULT 174,\n    column_0175 INTEGER DEFAULT 175,\n    column_0176 INTEGER DEFAULT 176,\n    column_0177 INTEGER DEFAULT 177,\n    column_0178 INTEGER DEFAULT 178,\n    column_0179 INTEGER DEFAULT 179,\n    column_0180 INTEGER DEFAULT 180,\n    column_0181 INTEGER DEFAULT 181,\n    column_0182 INTEGER DEFAULT 182,\n    column_0183 INTEGER DEFAULT 183,\n    column_0184 INTEGER DEFAULT 184,\n    column_0185 INTEGER DEFAULT 185,\n    column_0186 INTEGER DEFAULT 186,\n    column_0187 INTEGER DEFAULT 187,\n    column_0188 INTEGER DEFAULT 188,\n    column_0189 INTEGER DEFAULT 189,\n    column_0190 INTEGER DEFAULT 190,\n    column_0191 INTEGER DEFAULT 191,\n    column_0192 INTEGER DEFAULT 192,\n    column_0193 INTEGER DEFAULT 193,\n    column_0194 INTEGER DEFAULT 194,\n    column_0195 INTEGER DEFAULT 195,\n    column_0196 INTEGER DEFAULT 196,\n    column_0197 INTEGER DEFAULT 197,\n    column_0198 INTEGER DEFAULT 198,\n    column_0199 INTEGER DEFAULT 199\n)",
        };
        #if defined(__GNUC__)
        #pragma GCC diagnostic pop
        #endif
        aludel_rebuild(op, &places_case_up[0], &table);
    }
    return aludel_ok(op);
}

static const struct aludel_statement rows_case_down[] = {
    {SQL("DROP TABLE wide"), 0, ALUDEL_DDL, {"versions/overlong_rebuild.mako", 210}},
};

bool t_downgrade_case(struct aludel_op *op)
{
    return aludel_run(op, rows_case_down, 1);
}

