"""What visitors, partners and students reach of the CRM. The counselors' screens are in `crm.admin_urls`."""
