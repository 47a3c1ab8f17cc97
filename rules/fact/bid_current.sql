-- The bids, one row a bidder in a project (the lowest price where there were several rounds). bidder_key is the entity, or the name
-- where nobody is known. Phones and accounts are written without blanks, dashes and the country's prefix.
WITH clean AS (
  SELECT
    b._id AS id,
    b.project_no,
    b.bidder,
    b.bidder_entity,
    b.bidder_entity_p,
    COALESCE('E' || CAST(b.bidder_entity AS VARCHAR), 'N' || b.bidder) AS bidder_key,
    b.legal_rep,
    b.contact,
    replace(translate(b.phone, ' 　-+()()', ''), '　', '') AS phone,
    replace(b.address, ' ', '') AS address,
    b.price,
    translate(b.deposit_account, ' 　-', '') AS account
  FROM bid b
  WHERE b.project_no IS NOT NULL AND b.bidder IS NOT NULL
),
ranked AS (
  SELECT
    c.*,
    row_number() OVER (PARTITION BY c.project_no, c.bidder_key ORDER BY c.price, c.id) AS copy
  FROM clean c
)
SELECT
  r.id, r.project_no, r.bidder, r.bidder_entity, r.bidder_entity_p, r.bidder_key, r.legal_rep, r.contact,
  CASE WHEN length(r.phone) = 13 AND r.phone LIKE '861%' THEN substr(r.phone, 3) ELSE r.phone END AS phone,
  r.address, r.price, r.account
FROM ranked r
WHERE r.copy = 1
