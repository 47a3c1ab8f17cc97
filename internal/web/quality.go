package web

import (
	"cmp"
	"net/http"
	"net/url"

	"xunzhi"
	"xunzhi/internal/document"
	"xunzhi/internal/screening"
)

const qualityPage = 50 // items on a page

type quality struct {
	Owners []ownerRow
	Owner  string
	Kind   string
	Title  string
	Rows   []qualityRow
	Pager  pager
}

type ownerRow struct {
	document.OwnerCount
	Link  string
	Kinds []kindRow
}

type kindRow struct {
	document.KindCount
	Link string
}

type qualityRow struct {
	screening.QualityItem
	Place  string
	Tables []document.EvidenceTable
	More   int
}

// quality shows what each department should mend, and the items of one department and kind when they are asked for.
func (s *server) quality(w http.ResponseWriter, r *http.Request) error {
	owner, kind := r.URL.Query().Get("owner"), r.URL.Query().Get("kind")
	page := quality{Owner: owner, Kind: kind}
	f := frame{Title: "数据质量", Nav: "quality", Crumbs: []crumb{{Name: "数据质量"}}}
	if owner == "" && kind == "" {
		for _, o := range document.CountQuality(s.run.summary.Quality) {
			page.Owners = append(page.Owners, linkOwner(o))
		}
		f.Body = page
		return s.show(w, http.StatusOK, "quality.html", f)
	}
	items := s.qualityItems(owner, kind)
	if len(items) == 0 {
		return xunzhi.Errorf(xunzhi.CodeNotFound, "没有这一类数据质量问题").WithHint("从“数据质量”重新查找")
	}
	page.Title = cmp.Or(owner, "各部门")
	if kind != "" {
		page.Title += " · " + items[0].Title
	}
	page.Pager = paginate(len(items), qualityPage, url.Values{"owner": {owner}, "kind": {kind}, "page": {r.URL.Query().Get("page")}}, "/quality")
	for _, q := range items[page.Pager.From:page.Pager.To] {
		page.Rows = append(page.Rows, s.qualityRow(q))
	}
	f.Title, f.Crumbs, f.Body = page.Title, []crumb{{"数据质量", "/quality"}, {Name: page.Title}}, page
	return s.show(w, http.StatusOK, "items.html", f)
}

func linkOwner(o document.OwnerCount) ownerRow {
	row := ownerRow{OwnerCount: o, Link: link("/quality", "owner", o.Owner)}
	for _, k := range o.Kinds {
		row.Kinds = append(row.Kinds, kindRow{k, link("/quality", "owner", o.Owner, "kind", k.Rule)})
	}
	return row
}

func (s *server) qualityItems(owner, kind string) []screening.QualityItem {
	var items []screening.QualityItem
	for _, q := range s.run.summary.Quality {
		if (owner == "" || cmp.Or(q.Owner, document.NoPlace) == owner) && (kind == "" || q.Rule == kind) {
			items = append(items, q)
		}
	}
	return items
}

const qualityRows = 10 // rows of evidence shown of one item

func (s *server) qualityRow(q screening.QualityItem) qualityRow {
	row := qualityRow{QualityItem: q}
	if q.Village != "" {
		row.Place = document.VillageName(s.run.book.Village(q.Village))
	}
	row.Tables, row.More = s.run.book.Tables(q.Evidence, qualityRows)
	return row
}
