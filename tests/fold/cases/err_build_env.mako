<%def name="upgrade()">
SELECT ${build_env("ALUDEL_TEST_NO_SUCH")}, ${build_env("ALUDEL_TEST_NO_SUCH", 5)};
</%def>
