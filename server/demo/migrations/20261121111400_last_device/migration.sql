-- Which device a member used last: asked by whoever acts as a member.
create index session_member on member.session (member_id, login_event_id);
