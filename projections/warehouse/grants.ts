// Who may do what with the warehouse's own tables in PostgreSQL. They hold positions and counts of all tenants and nobody's data.

/** SQL: both roles read the table, the projection worker also writes it (`writes`: the privileges for that). Roles that are not there are passed over. */
export const grantsOn = (table: string, writes: string): string => `
alter table ${table} enable row level security;
alter table ${table} force row level security;
do $$
declare who text;
begin
  foreach who in array array['hub_projector', 'hub_app'] loop
    if exists (select from pg_roles where rolname = who) then
      execute format('grant select on ${table} to %I', who);
      execute format('drop policy if exists %I on ${table}', who || '_reads');
      execute format('create policy %I on ${table} for select to %I using (true)', who || '_reads', who);
    end if;
  end loop;
  if exists (select from pg_roles where rolname = 'hub_projector') then
    grant ${writes} on ${table} to hub_projector;
    drop policy if exists hub_projector_writes on ${table};
    create policy hub_projector_writes on ${table} for all to hub_projector using (true) with check (true);
  end if;
end $$`;
