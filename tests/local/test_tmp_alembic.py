from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
import local.metadata
from shared.db.base import Model, tables_of
from shared.settings import sqlalchemy_url
from pydantic import PostgresDsn
def test_x(local_tier_database):
    e=create_engine(sqlalchemy_url(PostgresDsn(local_tier_database.owner_url)))
    names={t.name for t in tables_of(["local","shared"])}
    with e.connect() as c:
        ctx=MigrationContext.configure(c,opts={"compare_type":True,"include_name":lambda n,k,p:k!="table" or n in names,"include_object":lambda o,n,k,*_:k!="table" or n in names})
        d=compare_metadata(ctx,Model.metadata)
    e.dispose()
    assert d==[],d
def test_plan(local_tier_database):
    import psycopg
    with psycopg.connect(local_tier_database.superuser_url) as c:
        print(c.execute("select relname,relrowsecurity,relforcerowsecurity from pg_class where relname like 'local_%' and relkind='r'").fetchall())
