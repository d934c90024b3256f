-- The family account system learns to let a member go who withdraws, and to take back whoever stays after all.
alter table family_account.family_member
  add withdrawn_because text check (withdrawn_because in ('identity-not-verified', 'withdrawal'));
alter table family_account.inbox drop constraint inbox_outcome_check;
alter table family_account.inbox add constraint inbox_outcome_check
  check (outcome in ('withdrawn', 'kept', 'not in a family', 'let go', 'objected', 'back again', 'nothing to take back'));
