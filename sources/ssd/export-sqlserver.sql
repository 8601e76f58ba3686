/*
Exports the tables of the Standard Safeguarding Dataset that the Permanence Tracker reads, from SQL Server, as text files
with a bar between cells. Only the columns that are read leave the database: no name, address, UPN or NHS number
(the postcode of a placement does; it numbers each child's homes and goes no further).

Run with Microsoft's sqlcmd, as a login that may read the schema and nothing else:

  sqlcmd -S <server> -d <database> -E -i export-sqlserver.sql -v Folder="D:\ssd" -s "|" -W -w 65535 -f 65001

A column that this authority's SSD does not have is left out, and a table that is not there gives an empty file. Line
breaks and bars within a cell become blanks. All tables are read in one transaction. Change ssd_development below where
the SSD has another schema. The files are for the folder that authority.yaml names; delete them after the run.
*/
:ON ERROR EXIT
SET NOCOUNT ON;
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;
GO
CREATE PROCEDURE #export @table sysname, @columns nvarchar(max) AS
BEGIN
  SET NOCOUNT ON;
  DECLARE @schema sysname = N'ssd_development';
  DECLARE @list nvarchar(max) = STUFF((
    SELECT N', ' + CASE
      WHEN TYPE_NAME(c.system_type_id) IN (N'date', N'datetime', N'datetime2', N'smalldatetime', N'datetimeoffset')
        THEN N'CONVERT(nvarchar(19), ' + QUOTENAME(c.name) + N', 120)'
      WHEN TYPE_NAME(c.system_type_id) IN (N'float', N'real')
        THEN N'FORMAT(' + QUOTENAME(c.name) + N', N''0.##########'', N''en-GB'')'
      ELSE N'CONVERT(nvarchar(4000), REPLACE(REPLACE(REPLACE(' + QUOTENAME(c.name)
        + N', N''|'', N'' ''), NCHAR(13), N'' ''), NCHAR(10), N'' ''))'
      END + N' AS ' + QUOTENAME(c.name)
    FROM sys.columns AS c
    WHERE c.object_id = OBJECT_ID(QUOTENAME(@schema) + N'.' + QUOTENAME(@table))
      AND CHARINDEX(N',' + c.name + N',', N',' + @columns + N',') > 0
    ORDER BY c.column_id
    FOR XML PATH(N''), TYPE).value(N'.', N'nvarchar(max)'), 1, 2, N'');
  IF @list IS NULL RETURN;
  DECLARE @query nvarchar(max) = N'SELECT ' + @list + N' FROM ' + QUOTENAME(@schema) + N'.' + QUOTENAME(@table);
  EXEC sys.sp_executesql @query;
END;
GO
BEGIN TRANSACTION;
GO
:OUT $(Folder)\ssd_person.txt
EXEC #export N'ssd_person', N'pers_person_id,pers_dob,pers_legacy_id,pers_sex,pers_ethnicity,pers_expected_dob,pers_death_date,pers_gender';
GO
:OUT $(Folder)\ssd_cla_episodes.txt
EXEC #export N'ssd_cla_episodes', N'clae_person_id,clae_cla_episode_start_date,clae_cla_episode_ceased_date,clae_cla_episode_ceased_reason,clae_cla_episode_id,clae_cla_id,clae_cla_episode_start_reason,clae_cla_primary_need_code,clae_referral_id,clae_entered_care_date,clae_cla_last_iro_contact_date';
GO
:OUT $(Folder)\ssd_cla_placement.txt
EXEC #export N'ssd_cla_placement', N'clap_cla_placement_start_date,clap_cla_placement_type,clap_cla_placement_end_date,clap_person_id,clap_cla_id,clap_cla_placement_id,clap_cla_placement_provider,clap_cla_placement_distance,clap_cla_placement_change_reason,clap_cla_placement_postcode,clap_cla_placement_urn';
GO
:OUT $(Folder)\ssd_legal_status.txt
EXEC #export N'ssd_legal_status', N'lega_person_id,lega_legal_status,lega_legal_status_start_date,lega_legal_status_end_date,lega_legal_status_id';
GO
:OUT $(Folder)\ssd_cla_reviews.txt
EXEC #export N'ssd_cla_reviews', N'clar_cla_review_date,clar_cla_id,clar_cla_person_id,clar_cla_review_id,clar_cla_review_due_date,clar_cla_review_cancelled,clar_cla_review_participation';
GO
:OUT $(Folder)\ssd_cla_visits.txt
EXEC #export N'ssd_cla_visits', N'clav_cla_visit_date,clav_cla_id,clav_person_id,clav_cla_visit_id,clav_cla_visit_seen,clav_cla_visit_seen_alone';
GO
:OUT $(Folder)\ssd_cla_care_plan.txt
EXEC #export N'ssd_cla_care_plan', N'lacp_person_id,lacp_cla_care_plan_start_date,lacp_cla_care_plan_end_date,lacp_cla_care_plan_json,lacp_table_id,lacp_cla_care_plan_id,lacp_id';
GO
:OUT $(Folder)\ssd_permanence.txt
EXEC #export N'ssd_permanence', N'perm_cla_id,perm_person_id,perm_table_id,perm_adm_decision_date,perm_ffa_cp_decision_date,perm_placement_order_date,perm_matched_date,perm_placed_for_adoption_date,perm_adopted_by_carer_flag,perm_placed_foster_carer_date,perm_placed_ffa_cp_date,perm_decision_reversed_date,perm_decision_reversed_reason,perm_permanence_order_date,perm_permanence_order_type,perm_part_of_sibling_group,perm_siblings_placed_together';
GO
:OUT $(Folder)\ssd_immigration_status.txt
EXEC #export N'ssd_immigration_status', N'immi_person_id,immi_immigration_status,immi_immigration_status_id,immi_immigration_status_start_date,immi_immigration_status_end_date';
GO
:OUT $(Folder)\ssd_pre_proceedings.txt
EXEC #export N'ssd_pre_proceedings', N'prep_person_id,prep_pre_pro_decision_date,prep_agree_stepdown_issue_date,prep_table_id,prep_plo_family_id,prep_pre_pro_outcome,prep_pre_pro_letter_date,prep_initial_pre_pro_meeting_date,prep_care_pro_letter_date,prep_prev_pre_proc_child';
GO
:OUT $(Folder)\ssd_involvements.txt
EXEC #export N'ssd_involvements', N'invo_professional_role_id,invo_professional_team,invo_involvement_start_date,invo_involvement_end_date,invo_person_id,invo_referral_id,invo_involvements_id';
GO
:OUT $(Folder)\ssd_professionals.txt
EXEC #export N'ssd_professionals', N'prof_professional_id';
GO
:OUT $(Folder)\ssd_linked_identifiers.txt
EXEC #export N'ssd_linked_identifiers', N'link_person_id,link_identifier_value,link_table_id';
GO
:OUT $(Folder)\ssd_department.txt
EXEC #export N'ssd_department', N'dept_team_id,dept_team_name';
GO
:OUT stdout
COMMIT TRANSACTION;
GO
