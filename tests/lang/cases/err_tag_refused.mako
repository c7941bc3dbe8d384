<%inherit file="base.mako"/>
<%block name="x">y</%block>
<%page args="a"/>
