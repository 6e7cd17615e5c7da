-- The queue by whose hands its alerts are in: to count what nobody has taken, and to show it in order.

CREATE INDEX alerts_by_desk_and_hands ON alerts (desk, status, assigned, due_at, id);
