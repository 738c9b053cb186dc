"""Query parameters that say where a visitor came from and not which page is meant: a rule set, kept as data.

A name is listed when taking it away never changes the page, anywhere that is known of. A name that identifies
content on some site (`id`, `source`, `ref`, `from`) is listed with the values that are certainly marks only.
"""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


PREFIXES = (
    *("utm_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "_hs", "oly_", "vero_", "wt_", "ga_", "mkt_"),
    *("trk_", "iesrc_", "ns_mchannel", "ns_campaign", "at_custom", "fb_action_", "fb_comment_"),
    *("action_object_map", "action_type_map", "action_ref_map", "spm_", "share_", "sharer_", "hmb_"),
    *("bd_vid", "aspsessionid"),
)
"""Beginnings of names, lower case."""

NAMES = _set("""
    fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid igshid igsh li_fat_id mc_cid
    mc_eid mkt_tok srsltid epik rdt_cid sccid s_cid cmpid cmp_id icid ncid ito cvid ocid
    campaign_id campaignid
    _ga _gl _openstat openstat_service zanpid kenshoo wickedid wickedsource rb_clickid irclickid irgwc
    ranmid raneaid ransiteid tduid awc cjevent guccounter guce_referrer guce_referrer_sig soc_src soc_trk
    __twitter_impression amp_gsa amp_js_v usqp __s vgo_ee nr_email_referer ml_subscriber ml_subscriber_hash
    smid smtyp partner_ref ref_src ref_url referrer referer tracking_source trackingid trk trkcampaign xtor
    spm scm pvid algo_pvid algo_expid ali_trackid ali_refid
    isappinstalled nsukey weibo_id wvr mod_weibo sharetoken shareuid shareid
    from_source from_spmid is_story_h5 vd_source buvid seid msource bbid
    wfr hmsr hmpl hmcu hmkw hmci tt_from tt_medium tt_campaign app_timestamp group_share
    phpsessid jsessionid oscsid zenid cftoken sessionid session_id
    replytocom
""")
"""Whole names, lower case. Session numbers are among them: they say who asks."""

_SHARED_ON = "rss feed share twitter facebook weibo wechat weixin linkedin newsletter email social"

MARKS = {
    "from": _set("""timeline singlemessage groupmessage message weixin wechat weibo qq qzone rss feed share
        search home homepage index app appmsg related relate hot top sidebar singlemsg"""),
    "source": _set(_SHARED_ON),
    "src": _set(_SHARED_ON),
    "ref": _set(_SHARED_ON + " homepage home sidebar related nav footer header producthunt"),
    "share": _set(_SHARED_ON + " 1 reddit tumblr pinterest telegram whatsapp"),
    "for": _set("pc"),
    "cid": _set("rss"),
    "ncl": _set("1"),
    "rss": frozenset({"", "1", "yes"}),
}
"""Name -> values with which it is a mark only."""

SESSIONS = _set("sid sess session sessid s_id ssid token")
"""Names that are session numbers where the value looks like one: long, letters and digits mixed."""

ONLY_ON = {
    "mp.weixin.qq.com": _set("""chksm scene subscene sessionid clicktime enterid ascene devicetype version
        nettype lang countrycode exportkey pass_ticket wx_header key uin poc_token fontscale"""),
    "youtube.com": _set("feature si pp"),
    "medium.com": _set("source sk"),
    "nytimes.com": _set("partner emc mc searchresultposition"),
    "zhihu.com": _set("utm_psn"),
    "sohu.com": _set("edtsign edtcode"),
    "163.com": _set("f clickfrom"),
    "toutiao.com": _set("source req_id category_new upstream_biz log_from"),
}
"""Host, its subdomains included -> names that are marks there."""
