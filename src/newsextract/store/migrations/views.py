"""The views for people: one row a claim, one row a figure, with the names and dates that a reader wants beside it.

``JOINED`` stands for the function of the database that joins texts. Numbers are exact; ``value_number`` is the nearest
binary float, for arithmetic and charts.
"""

_CLAIMS = """
CREATE VIEW v_claims AS
SELECT
    a.published_at, a.publisher, a.title, c.text, c.types, c.modality,
    c.speaker_text AS speaker, c.speaker_kind, c.subject_text AS subject,
    (SELECT JOINED(name, '、') FROM (
        SELECT f.name FROM claim_firms l JOIN firms f ON f.article_id = l.article_id AND f.id = l.firm_id
        WHERE l.article_id = c.article_id AND l.claim_id = c.id ORDER BY l.position) AS named) AS firms,
    (SELECT JOINED(text, '、') FROM (
        SELECT m.text FROM claim_metrics l JOIN metrics m ON m.article_id = l.article_id AND m.id = l.metric_id
        WHERE l.article_id = c.article_id AND l.claim_id = c.id ORDER BY l.position) AS stated) AS metrics,
    c.score,
    (SELECT d.verdict FROM decisions d
        WHERE d.claim_key = c.key AND d.verdict NOT IN ('undo', 'skip')
        AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.takes_back = d.id)
        ORDER BY d.id DESC LIMIT 1) AS verdict,
    c.article_id, c.id AS claim_id, c.key AS claim_key, a.url, a.source
FROM claims c JOIN articles a ON a.id = c.article_id
"""

_METRICS = """
CREATE VIEW v_metrics AS
SELECT
    a.published_at, a.publisher, a.title, f.name AS firm, f.name_simplified AS firm_simplified, f.canonical_id,
    m.subject_text AS subject, m.indicator, m.period_text AS period, m.text, m.value,
    CAST(m.value AS DOUBLE PRECISION) AS value_number, m.low, m.high, m.unit, m.kind, m.qualifier, m.change, m.basis,
    substr(a.text, m.sentence_start + 1, m.sentence_end - m.sentence_start) AS sentence,
    m.article_id, m.id AS metric_id, a.url, a.source
FROM metrics m
JOIN articles a ON a.id = m.article_id
LEFT JOIN firms f ON f.article_id = m.article_id AND f.id = m.subject_firm_id
"""

VIEWS_0001 = (_CLAIMS, _METRICS)

VIEW_0002 = """
CREATE VIEW v_claims AS
SELECT
    a.published_at, a.publisher, a.title, c.text, c.text_resolved, c.types, c.modality, c.speaker_text AS speaker,
    c.speaker_role_text AS speaker_role, c.speaker_kind, c.cue_text AS cue, c.stance, c.content_text AS content,
    c.subject_text AS subject,
    (SELECT JOINED(name, '、') FROM (
        SELECT f.name FROM claim_firms l JOIN firms f ON f.article_id = l.article_id AND f.id = l.firm_id
        WHERE l.article_id = c.article_id AND l.claim_id = c.id ORDER BY l.position) AS named) AS firms,
    (SELECT JOINED(text, '、') FROM (
        SELECT m.text FROM claim_metrics l JOIN metrics m ON m.article_id = l.article_id AND m.id = l.metric_id
        WHERE l.article_id = c.article_id AND l.claim_id = c.id ORDER BY l.position) AS stated) AS metrics,
    c.event_kind, c.score,
    (SELECT d.verdict FROM decisions d
        WHERE d.claim_key = c.key AND d.verdict NOT IN ('undo', 'skip')
        AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.takes_back = d.id)
        ORDER BY d.id DESC LIMIT 1) AS verdict,
    k.cluster, k.size AS cluster_size, k.sources AS cluster_sources,
    c.article_id, c.id AS claim_id, c.key AS claim_key, a.url, a.source
FROM claims c
JOIN articles a ON a.id = c.article_id
LEFT JOIN claim_clusters k ON k.claim_key = c.key
"""
