-- What Spark reads of a line of quarantine objects.
received_at string, reason string, message string, protocol string, event_id string, index int, raw string, is_cut boolean
