"""Chia sẻ: links for departments — what each shows, until when, how it is used; revoking."""

from components import frame, share_form, share_list, state
from components.data_sections import place_name
from components.text import t
from data import cached, cached_scenarios, sharing
from domain.duties.agencies import build_agency

selection, catalog = state.current(), cached.get_catalog()
province = place_name(catalog, selection)
districts = {d.code: d.name for d in catalog.districts.get(selection.province, ())}
place = districts.get(selection.district or "", province)
frame.render_header(t("page.share"), [place])
share_form.render_lead()
if selection.is_country:
    frame.render_empty(t("share.pick_province"))
else:
    rows = [r for r in cached.get_rows("agencies") if r["plan_id"] == selection.plan]
    desk = share_form.Desk(
        selection=selection,
        catalog=catalog,
        place=place,
        agencies=[build_agency(row) for row in rows],
        scenarios=cached_scenarios.get_scenarios(selection.province),
        today=sharing.today(),
        address=sharing.public_address(),
    )
    share_form.render_form(desk, sharing.create_link, sharing.build_page)
    links = sharing.list_links(selection.province)
    share_list.render_links(links, districts, province, sharing.today(), sharing.revoke_link)
