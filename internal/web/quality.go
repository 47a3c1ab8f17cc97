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
	if owner != "" || kind != "" {
		return s.qualityItems(w, r, owner, kind)
	}
	var page quality
	for _, o := range s.run.quality.owners {
		page.Owners = append(page.Owners, linkOwner(o))
	}
	return s.show(w, http.StatusOK, "quality.html", frame{Title: "数据质量", Nav: "quality", Crumbs: []crumb{{Name: "数据质量"}}, Body: page})
}

// qualityItems lists the items of a department, of a kind, or of both.
func (s *server) qualityItems(w http.ResponseWriter, r *http.Request, owner, kind string) error {
	found := s.run.quality.find(owner, kind)
	if len(found) == 0 {
		return xunzhi.Errorf(xunzhi.CodeNotFound, "没有这一类数据质量问题").WithHint("从“数据质量”重新查找")
	}
	page := quality{Pager: paginate(len(found), qualityPage, url.Values{"owner": {owner}, "kind": {kind}, "page": {r.URL.Query().Get("page")}}, "/quality")}
	for _, at := range found[page.Pager.From:page.Pager.To] {
		q, err := s.run.quality.read(at)
		if err != nil {
			return openError("结果目录", document.SummaryFile, err)
		}
		page.Rows = append(page.Rows, s.qualityRow(q))
	}
	page.Title = cmp.Or(owner, "各部门")
	if kind != "" {
		page.Title += " · " + page.Rows[0].Title
	}
	return s.show(w, http.StatusOK, "items.html", frame{Title: page.Title, Nav: "quality", Crumbs: []crumb{{"数据质量", "/quality"}, {Name: page.Title}}, Body: page})
}

func linkOwner(o document.OwnerCount) ownerRow {
	row := ownerRow{OwnerCount: o, Link: link("/quality", "owner", o.Owner)}
	for _, k := range o.Kinds {
		row.Kinds = append(row.Kinds, kindRow{k, link("/quality", "owner", o.Owner, "kind", k.Rule)})
	}
	return row
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
