-- What one person saw and did, newest first. Whoever is no account (a wrong login) has records by the login alone.
create index access_record_login on staff.access_record (login, id);
