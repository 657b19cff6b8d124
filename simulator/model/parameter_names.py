"""The names by which rules read what is in force; written by ``python -m docs.tables`` from ``model.parameters``."""

from typing import Annotated

from buyermaze.simulator.core.records import Real, Reals


class Parameters:
    """Market and programme as one flat record: ``handoff_delay_hours`` is ``programme.handoff.delay_hours``."""

    demand_n_accounts_per_week: Real  # accounts/week
    demand_load: Real  # factor
    demand_share_not_serious: Real  # share
    demand_n_visits_not_serious: Real  # visits
    demand_n_visits_not_serious_sd: Real  # log sd
    demand_p_knows_us: Real  # probability
    demand_share_by_ads: Real  # share
    demand_share_by_events: Real  # share
    demand_share_by_email: Real  # share
    demand_weeks_carry_over: Real  # weeks
    demand_weeks_saturating: Real  # weeks
    demand_share_latent: Real  # share
    demand_priming_effect: Real  # value units
    pool_n_firms: Real  # firms
    pool_weeks_rest: Real  # weeks
    pool_weeks_remembered: Real  # weeks
    seasons_january: Real  # relative
    seasons_february: Real  # relative
    seasons_march: Real  # relative
    seasons_april: Real  # relative
    seasons_may: Real  # relative
    seasons_june: Real  # relative
    seasons_july: Real  # relative
    seasons_august: Real  # relative
    seasons_september: Real  # relative
    seasons_october: Real  # relative
    seasons_november: Real  # relative
    seasons_december: Real  # relative
    group_n_people_mean: Real  # people
    group_sd_pace: Real  # log sd
    group_pace: Real  # factor
    group_days_between_meetings: Real  # working days
    group_days_per_extra_person: Real  # working days
    group_hours_meeting: Real  # h
    group_p_attend: Real  # probability
    group_p_mention: Real  # probability
    group_share_absorbed: Real  # share
    group_credence: Real  # weight
    group_susceptibility: Real  # share
    group_opinion_reach: Real  # value units
    group_quorum: Real  # share
    group_veto_tolerance: Real  # value units
    group_share_covered: Real  # share
    group_share_at_least: Real  # share
    group_cost_of_delay: Real  # value units/working day
    group_days_usual: Real  # working days
    group_deadline_pressure: Real  # factor
    group_cost_of_considering: Real  # value units
    group_p_settled: Real  # probability
    group_share_common_gain: Real  # share
    group_give_up_per_tension: Real  # hazard/influence
    group_p_give_up_doubting: Real  # probability
    group_share_kit_calms: Real  # share
    group_share_kit_speaks: Real  # share
    group_share_lost_on_loop: Real  # share
    group_days_memory: Real  # working days
    group_how_to_buy: Real  # factor
    group_share_need_later_seats: Real  # share
    champion_skill: Real  # factor
    champion_skill_sd: Real  # log sd
    champion_standing: Real  # factor
    champion_standing_sd: Real  # log sd
    champion_share_inherited: Real  # share
    offer_complexity: Real  # factor
    offer_benefit_mean: Real  # value units
    offer_benefit_sd: Real  # value units
    offer_quality_sd: Real  # value units
    offer_fit_sd: Real  # value units
    offer_goal_conflict_sd: Real  # value units
    offer_cost_of_change: Real  # value units
    offer_our_edge: Real  # value units
    offer_price_sd: Real  # share
    offer_price_unit: Real  # share/value unit
    offer_brand_sd: Real  # value units
    offer_deal_value: Real  # USD
    offer_margin: Real  # share
    offer_days_to_use: Real  # working days
    offer_use_gap: Real  # value units
    offer_use_gap_sd: Real  # value units
    offer_novelty: Real  # factor
    offer_share_guided: Real  # share
    mind_need_pull: Real  # utility
    mind_order_pull: Real  # utility
    mind_gain_pull: Real  # utility
    mind_time_cost: Real  # utility/h
    mind_wait_cost: Real  # utility/day
    mind_outreach_pull: Real  # factor
    mind_signal_noise: Real  # factor
    mind_visit_luck: Real  # share
    mind_repeat_discount: Real  # share
    mind_scepticism: Real  # share
    mind_claim_credible: Real  # value units
    mind_check_tolerance: Real  # value units
    mind_check_scale: Real  # value units
    mind_distortion: Real  # share of noise
    mind_early_reluctance: Real  # utility
    mind_sense_making: Real  # share
    mind_attention: Real  # recent visits
    mind_trust_growth: Real  # share
    mind_trust_most: Real  # factor
    mind_choice_overload: Real  # value units squared
    mind_just_noticeable: Real  # value units
    mind_planning_fallacy: Real  # share
    mind_surprise_threshold: Real  # sd
    mind_surprise_cost: Real  # log precision/sd
    mind_dissent_doubt: Real  # variance share
    mind_loss_aversion: Real  # factor
    mind_experience_weight: Real  # precision
    mind_share_cue_digital: Real  # share
    mind_expected_quality: Real  # quality
    mind_price_weight: Real  # factor
    mind_ease_weight: Real  # value units/quality
    mind_emotion_weight: Real  # value units/quality
    mind_simplicity_weight: Real  # value units
    mind_share_cue_true: Real  # share
    mind_p_discover: Real  # probability
    mind_unverified_penalty: Real  # value units
    mind_unreached_penalty: Real  # value units
    mind_claim_tolerance: Real  # value units
    mind_claim_scale: Real  # value units
    mind_claim_damage: Real  # share
    mind_claim_confusion: Real  # log precision
    mind_days_fatigue: Real  # working days
    mind_media_synergy: Real  # factor
    mind_push_effect: Real  # value units
    mind_reactance: Real  # share
    mind_familiarity: Real  # share
    mind_days_interest: Real  # working days
    mind_p_reads_terms: Real  # probability
    mind_framing: Real  # value units
    mind_share_cue_mail: Real  # share
    mind_hours_glance: Real  # h
    mind_p_unsubscribes: Real  # probability
    mind_days_vacancy: Real  # working days
    mind_hours_patience: Real  # working h
    mind_days_project_life: Real  # working days
    mind_days_longest: Real  # working days
    mind_share_alone_yield: Real  # share
    mind_share_terms: Real  # share
    mind_share_justification: Real  # share
    ideas_subject_pull: Real  # share
    ideas_p_open: Real  # probability
    ideas_urgency: Real  # value units
    ideas_annoyance: Real  # share
    ideas_weeks_turn: Real  # weeks
    ideas_weeks_before: Real  # weeks
    ideas_weeks_ripen: Real  # weeks
    impression_share_carried: Real  # share
    outbound_reception_ripe_from: Real  # share
    outbound_reception_p_answered: Real  # probability
    outbound_reception_annoyance: Real  # share
    step_reception_p_refused: Real  # probability
    step_reception_annoyance: Real  # share
    customer_life_late_pain: Real  # points
    customer_life_bill_pain: Real  # points
    customer_life_p_amends: Real  # probability
    customer_life_contract_pain: Real  # points
    customer_life_p_peers_solve: Real  # probability
    customer_life_rubs_off: Real  # points/value unit
    customer_life_share_untold: Real  # share
    cold_days: Real  # working days
    cold_share_opening: Real  # share
    tie_to_rep: Real  # points
    bargaining_p_asks: Real  # probability
    bargaining_ask: Real  # share
    bargaining_hours: Real  # h
    bargaining_rival_gives: Real  # share
    bargaining_resentment: Real  # share
    bargaining_reference_pain: Real  # points
    pilot_reception_p_fails: Real  # probability
    pilot_reception_failure_bias: Real  # value units
    pilot_reception_sd: Real  # value units
    pilot_reception_share_proved: Real  # share
    package_choice_want_sd: Real  # share
    package_choice_error_sd: Real  # share
    package_choice_effort: Real  # share
    peers_n_links: Real  # accounts
    peers_p_tells: Real  # probability
    approval_kit_bonus: Real  # value units
    approval_seniority_gap: Real  # value units
    approval_noise_sd: Real  # value units
    approval_n_refusals_max: Real  # refusals
    living_regret_forgone: Real  # per value unit
    living_regret_disappointment: Real  # per value unit
    living_regret_conflict: Real  # per value unit
    living_regret_doubt: Real  # per unit
    living_regret_effort: Real  # per unit
    living_justification: Real  # share
    living_p_learns_alternative: Real  # probability
    living_satisfaction_base: Real  # points
    living_rejoicing: Real  # points
    living_disappointing: Real  # points
    living_service_weight: Real  # points/quality
    living_effort_pain: Real  # points
    living_hours_usual_base: Real  # h
    living_hours_usual_per_need: Real  # h/unit
    living_word_of_mouth: Real  # share
    living_rumour: Real  # share
    living_p_knows_customer: Real  # probability
    living_n_regions: Real  # regions
    living_share_near: Real  # share
    living_value_told: Real  # value units
    living_negativity: Real  # factor
    living_referral: Real  # share
    living_sd_use: Real  # value units
    living_days_period: Real  # working days
    living_n_periods: Real  # periods
    living_neglect: Real  # value units
    living_p_issue: Real  # probability
    living_issue_cost: Real  # value units
    living_share_expands: Real  # share
    living_expansion_value: Real  # share
    living_premium: Real  # share
    living_p_answers_survey: Real  # probability
    living_answer_bias: Real  # share
    living_switching_cost: Real  # probit
    assistant_share_using: Real  # share
    assistant_p_wrong: Real  # probability
    assistant_echo: Real  # share
    assistant_check_pull: Real  # factor
    material_p_asked: Real  # probability
    material_days_slip: Real  # working days
    regulation_share_anew: Real  # share
    regulation_gap: Real  # value units
    regulation_p_rivals_meet: Real  # probability
    partner_trade_share_of_others: Real  # share
    partner_trade_rival_pays: Real  # share of price
    team_n_reps: Real  # people
    team_n_qualifiers: Real  # people
    team_n_content: Real  # people
    staff_weeks_to_hire: Real  # weeks
    staff_weeks_ramp: Real  # weeks
    staff_share_first: Real  # share
    staff_share_second: Real  # share
    staff_share_third: Real  # share
    staff_share_leaving: Real  # share/year
    quarter_quota: Real  # USD/quarter
    quarter_weeks_pressure: Real  # weeks
    quarter_discount: Real  # share
    quarter_share_pushed: Real  # share
    gate_closed: Real  # yes/no
    gate_score: Real  # points
    gate_discernment: Real  # sd
    gate_strictness: Real  # sd
    gate_hours_check: Real  # working h
    gate_hours_queue: Real  # working h
    gate_days_score_life: Real  # working days
    gate_days_recycle: Real  # working days
    handoff_delay_hours: Real  # working h
    handoff_distrust: Real  # share
    memory_share_recorded: Real  # share
    memory_share_passed_on: Real  # share
    memory_share_tracked: Real  # share
    memory_tailoring: Real  # share
    memory_share_learned: Real  # share
    memory_penalty_unknown: Real  # share
    memory_days_fresh: Real  # working days
    memory_hours_rediscovery: Real  # h
    message_gap: Real  # value units
    message_promise: Real  # value units
    message_fine_print: Real  # value units
    message_margin_fine_print: Real  # share/value unit
    pricing_level: Real  # share
    pricing_open: Real  # yes/no
    discounts_authority: Real  # share
    discounts_p_approved: Real  # probability
    discounts_days_approval: Real  # working days
    packages_n: Real  # packages
    packages_step: Real  # share
    pilot_p_offered: Real  # probability
    pilot_days: Real  # working days
    pilot_hours: Real  # h
    pilot_support: Real  # share
    selling_hours_response: Real  # working h
    selling_p_on_duty: Real  # probability
    selling_hours_per_meeting: Real  # h
    selling_share_time: Real  # share
    selling_hours_per_lead: Real  # h
    selling_skill: Real  # factor
    selling_skill_sd: Real  # log sd
    selling_warm_first: Real  # yes/no
    selling_p_follow_up: Real  # probability
    selling_p_uses_assets: Real  # probability
    selling_need_focus: Real  # probability
    marketing_skill: Real  # factor
    marketing_email: Real  # intensity
    marketing_ads: Real  # intensity
    marketing_events: Real  # intensity
    marketing_share_after_handoff: Real  # share
    marketing_p_identified: Real  # probability
    marketing_priming: Real  # intensity
    coordination_share_time: Real  # share
    self_serve_share_of_deals: Real  # share
    partners_hours_wait: Real  # working h
    partners_skill: Real  # quality
    partners_share_known: Real  # share
    partners_commission: Real  # share of price
    partners_share_reported: Real  # share
    partners_serves_below: Real  # factor
    compliance_p_meets: Real  # probability
    voice_p_noticed: Real  # probability
    voice_p_false_alarm: Real  # probability
    voice_recovery: Real  # value units
    voice_hours_recovery: Real  # h
    voice_p_survey: Real  # probability
    scores_published: Real  # yes/no
    scores_share_heeded: Real  # share
    scores_p_screened: Real  # probability
    scores_p_pleaded: Real  # probability
    nurture_days_between: Real  # working days
    nurture_share_relevant: Real  # share
    nurture_p_opened: Real  # probability
    nurture_annoyance: Real  # share
    campaign_week: Real  # weeks
    campaign_weeks: Real  # weeks
    campaign_share_held_out: Real  # share
    outbound_days_between: Real  # working days
    outbound_p_hit: Real  # probability
    outbound_p_false_alarm: Real  # probability
    outbound_hours_call: Real  # h
    outbound_share_time: Real  # share
    outbound_p_trusted: Real  # probability
    logging_p_logged: Real  # probability
    logging_spread: Real  # probability
    succession_share_handed_on: Real  # share
    succession_days_vacant: Real  # working days
    segmentation_p_misread: Real  # probability
    segmentation_p_put_right: Real  # probability
    anticipation_p_prepared: Real  # probability
    anticipation_p_hit: Real  # probability
    anticipation_gain: Real  # share
    anticipation_hours_missed: Real  # h
    anticipation_p_offered: Real  # probability
    service_p_on_time: Real  # probability
    service_days_late: Real  # working days
    service_p_bill_right: Real  # probability
    service_p_amended: Real  # probability
    service_share_in_community: Real  # share
    service_share_listening: Real  # share
    reactivation_share_tried: Real  # share
    process_rigidity: Real  # probability
    process_share_time: Real  # share
    care_share_caring: Real  # share
    care_p_resolved: Real  # probability
    teaching_fix: Real  # weight
    teaching_run: Real  # weight
    teaching_grow: Real  # weight
    teaching_p_challenge: Real  # probability
    teaching_weeks_behind: Real  # weeks
    tools_fit_shared: Real  # share
    tools_confidence: Real  # share
    concern: Annotated[Reals, 8, 3]
    n_seats: Real
    seat: Annotated[Reals, 12]
    weight: Annotated[Reals, 8]
    usage: Annotated[Reals, 8]
    support: Annotated[Reals, 8]
    can_veto: Annotated[Reals, 8]
    meets_sellers: Annotated[Reals, 8]
    joins_late: Annotated[Reals, 8]
    needs_terms: Annotated[Reals, 8]
    needs_justification: Annotated[Reals, 8]
    hours_rest: Annotated[Reals, 8]
    need: Annotated[Reals, 8, 5]
    found: Annotated[Reals, 8, 5]
    playbook: Annotated[Reals, 8, 5]
    kit: Annotated[Reals, 8]
    n_tools: Real
    tool_found: Annotated[Reals, 8, 5]
    tool_given: Annotated[Reals, 8, 5]
    tool_saves: Annotated[Reals, 8, 5]
    tool_settles: Annotated[Reals, 8, 5]
    attraction: Annotated[Reals, 8, 12, 5]
    n_levels: Real
    approval_wait: Annotated[Reals, 6]
    approval_threshold: Annotated[Reals, 6]
    n_segments: Real
    segment_upto: Annotated[Reals, 6]
    segment_people: Annotated[Reals, 6]
    segment_needs: Annotated[Reals, 6]
    segment_job: Annotated[Reals, 6, 5]
    segment_benefit: Annotated[Reals, 6]
    segment_pace: Annotated[Reals, 6]
    segment_cover: Annotated[Reals, 6]
    rival_p_known: Annotated[Reals, 3]
    rival_hours_wait: Annotated[Reals, 3]
    rival_skill: Annotated[Reals, 3]
    rival_skill_digital: Annotated[Reals, 3]
    rival_share_known: Annotated[Reals, 3]
    rival_penalty_unknown: Annotated[Reals, 3]
    rival_message_gap: Annotated[Reals, 3]
    rival_promise: Annotated[Reals, 3]
    rival_edge: Annotated[Reals, 3]
    rival_price: Annotated[Reals, 3]
    rival_price_open: Annotated[Reals, 3]
    n_shocks: Real
    shock_hours: Annotated[Reals, 8]
    shock_period: Annotated[Reals, 8]
    shock_kind: Annotated[Reals, 8]
    shock_share: Annotated[Reals, 8]
    shock_size: Annotated[Reals, 8]
    n_blockers: Real
    blocker_trigger: Annotated[Reals, 6]
    blocker_share: Annotated[Reals, 6]
    blocker_foreseen: Annotated[Reals, 6]
    blocker_hours: Annotated[Reals, 6]
    blocker_stops: Annotated[Reals, 6]
    blocker_for_rival: Annotated[Reals, 6]
    campaign_n_steps: Real
    campaign_segments: Annotated[Reals, 6]  # table
    campaign_from: Real
    campaign_to: Real
    campaign_by_region: Real
    campaign_answers: Annotated[Reals, 12, 8]
    campaign_channel: Annotated[Reals, 12]
    campaign_job: Annotated[Reals, 12]
    campaign_hours: Annotated[Reals, 12]
    campaign_if: Annotated[Reals, 12]
    governance_p_fixed: Real
    governance_days_between_sessions: Real
    governance_days_to_fix: Real
    governance_share_closed: Real
    governance_every_issue: Real
    ideas_matter: Real
    offers_matter: Real
    depth: Real
    listens_from: Real
    p_cared: Real
    p_checkout: Real
    hours_between_arrivals: Real
    p_knows_us: Real
    hours_memory: Real
    hours_fatigue: Real
    hours_longest: Real
    quality_variance: Real
    change_variance: Real
    signal_sd: Annotated[Reals, 12]
    credibility: Annotated[Reals, 12]
    fatigue: Annotated[Reals, 12]
    visit_hours: Annotated[Reals, 12]
    gain: Annotated[Reals, 12, 5]
    run_window_from: Real
    run_window_to: Real
    run_arrivals_to: Real
    run_end: Real
    epoch_number: Real
    epoch_from: Real
    epoch_entry: Real
    epoch_hand_over: Real
    epoch_handed_over: Real
    discount_now: Real
    priming_at_start: Real
