comment on column bi.sessions.device_type is 'mobile, tablet, desktop, tv, server (a program of a backend, such as curl), bot or what the client said.';
