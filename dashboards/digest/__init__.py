"""The press digest (điểm báo): what the press published on a campaign since the last working morning."""
