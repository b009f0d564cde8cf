/**
 * Words that can't be names without quotes: those reserved by the SQL standard of 2016, and what PostgreSQL,
 * SQLite, Oracle, SQL Server, MySQL or DuckDB reserve beside it.
 *
 * @module
 */

const STANDARD = `
abs absolute acos action add all allocate alter analyse analyze and any are array array_agg as asc asensitive
asin asymmetric at atan atomic authorization avg begin between bigint binary blob boolean both by call called
cardinality cascade cascaded case cast catalog ceil ceiling char char_length character character_length check
classifier clob close coalesce collate collation collect column commit condition connect connection constraint
constraints contains continue convert copy corr corresponding cos cosh count covar_pop covar_samp create cross
cube cume_dist current current_catalog current_date current_path current_role current_row current_schema
current_time current_timestamp current_user cursor cycle date day deallocate dec decfloat decimal declare default
deferrable deferred define delete dense_rank deref desc describe descriptor deterministic diagnostics disconnect
distinct do domain double drop dynamic each element else empty end end_frame end_partition equals escape every
except exception exec execute exists exp external extract false fetch filter first first_value float floor for
foreign found frame_row free from full function fusion get global go goto grant group grouping groups having hold
hour identity immediate in indicator initial initially inner inout input insensitive insert int integer intersect
intersection interval into is isolation join json key lag language large last last_value lateral lead leading left
level like like_regex limit listagg ln local localtime localtimestamp log log10 lower match match_number
match_recognize matches max member merge method min minute mod modifies module month multiset names national
natural nchar nclob new next no none normalize not nth_value ntile null nullif numeric occurrences_regex
octet_length of offset old omit on one only open option or order out outer output over overlaps overlay pad
parameter partial partition pattern per percent percent_rank percentile_cont percentile_disc period permute
portion position position_regex power precedes precision prepare preserve primary prior privileges procedure ptf
public range rank read reads real recursive ref references referencing regr_avgx regr_count relative release
restrict result return returns revoke right rollback rollup row row_number rows running savepoint schema scope
scroll search second section seek select sensitive session session_user set show similar sin sinh size skip
smallint some space specific specifictype sql sqlcode sqlerror sqlexception sqlstate sqlwarning sqrt start static
stddev_pop stddev_samp submultiset subset substring substring_regex succeeds sum symmetric system system_time
system_user table tablesample tan tanh temporary then time timestamp timezone_hour timezone_minute to trailing
transaction translate translate_regex translation treat trigger trim trim_array true truncate uescape union unique
unknown unmatched unnest update upper usage user using value value_of values var_pop var_samp varbinary varchar
varying versioning view when whenever where width_bucket window with within without work write year zone`;

const OTHERS = `
abort accessible access after always asof attach audit autoincrement backup before break browse bulk cluster
clustered comment compress compute concurrently conflict database databases detach disk div dump dual elseif
exclusive exit explain fail file freeze fulltext glob high_priority identified if ignore ilike increment index
indexed initialize instead isnull keys kill lineno load lock lateral long loop materialized maxextents minus mode
modify noaudit nocheck nocompress notnull nothing nowait number nulls offline online pivot placing plan positional
pragma print proc qualify quick raise raw read_write reconfigure regexp reindex rename repeat replace replication
require resignal resource restore returning rlike rowid rownum save schemas separator shutdown signal
spatial sqlite statistics straight_join successful summarize synonym sysdate temp terminated textsize top tran
truncate uid undo unlock unpivot unsigned utc_date vacuum validate variadic varchar2 verbose virtual waitfor while
window writetext xor zerofill`;

/** The words, in lower case. */
export const RESERVED_WORDS: ReadonlySet<string> = new Set(
  `${STANDARD} ${OTHERS}`.trim().split(/\s+/),
);
