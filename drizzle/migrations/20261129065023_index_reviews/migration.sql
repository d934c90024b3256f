-- "Which months are signed": few rows among all that was looked at and done.
create index access_record_review on staff.access_record (id) where act = 'access-review.sign';
