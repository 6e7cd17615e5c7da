-- When an alert last changed: whoever keeps a copy of the queue asks for what changed since.

ALTER TABLE alerts ADD COLUMN changed_at {int} NOT NULL DEFAULT 0;
UPDATE alerts SET changed_at = COALESCE(closed_at, opened_at);
CREATE INDEX alerts_by_desk_and_change ON alerts (desk, changed_at, id);
