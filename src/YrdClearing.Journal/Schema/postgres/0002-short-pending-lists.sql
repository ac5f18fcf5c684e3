-- What waits to be sorted into the index over accounts is sorted in by whoever fills the list: at the default of 4 MB one commit in hundreds
-- waited a tenth of a second for it. Unit: kilobytes.
ALTER INDEX entry_accounts SET (gin_pending_list_limit = 128);
