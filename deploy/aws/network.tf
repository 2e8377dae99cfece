# Who may reach whom: the internet the load balancer, it the collector and the dashboard, the services the stores.

resource "aws_security_group" "balancer" {
  name   = "${var.name}-balancer"
  vpc_id = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "https" {
  security_group_id = aws_security_group.balancer.id
  cidr_ipv4         = "0.0.0.0/0"
  from_port         = 443
  to_port           = 443
  ip_protocol       = "tcp"
}

resource "aws_vpc_security_group_egress_rule" "balancer" {
  for_each                     = { ingest = 8080, dashboard = 8081 }
  security_group_id            = aws_security_group.balancer.id
  referenced_security_group_id = aws_security_group.services.id
  from_port                    = each.value
  to_port                      = each.value
  ip_protocol                  = "tcp"
}

resource "aws_security_group" "services" {
  name   = "${var.name}-services"
  vpc_id = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "services_from_balancer" {
  for_each                     = { ingest = 8080, dashboard = 8081 }
  security_group_id            = aws_security_group.services.id
  referenced_security_group_id = aws_security_group.balancer.id
  from_port                    = each.value
  to_port                      = each.value
  ip_protocol                  = "tcp"
}

# The dashboard asks the ETL, a collector and a sessionizer, the ETL a collector.
resource "aws_vpc_security_group_ingress_rule" "services_from_services" {
  security_group_id            = aws_security_group.services.id
  referenced_security_group_id = aws_security_group.services.id
  from_port                    = 8080
  to_port                      = 8083
  ip_protocol                  = "tcp"
}

resource "aws_vpc_security_group_egress_rule" "services" {
  security_group_id = aws_security_group.services.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}

resource "aws_security_group" "stores" {
  name   = "${var.name}-stores"
  vpc_id = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "stores" {
  for_each                     = { kafka = 9094, postgres = 5432, files = 2049 }
  security_group_id            = aws_security_group.stores.id
  referenced_security_group_id = aws_security_group.services.id
  from_port                    = each.value
  to_port                      = each.value
  ip_protocol                  = "tcp"
}
