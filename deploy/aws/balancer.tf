resource "aws_lb" "front" {
  name               = var.name
  load_balancer_type = "application"
  subnets            = var.public_subnets
  security_groups    = [aws_security_group.balancer.id]
  # less than the 65 s after which a collector closes a silent connection
  idle_timeout = 60
}

resource "aws_lb_target_group" "service" {
  for_each    = { ingest = 8080, dashboard = 8081 }
  name        = "${var.name}-${each.key}"
  port        = each.value
  protocol    = "HTTP"
  target_type = "ip"
  vpc_id      = var.vpc_id
  # ECS takes a target out and waits so long before it stops the task
  deregistration_delay = 20

  health_check {
    path                = "/actuator/health/readiness"
    interval            = 10
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 2
  }
}

# Whatever no rule below names finds nothing.
resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.front.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = var.certificate_arn

  default_action {
    type = "fixed-response"
    fixed_response {
      content_type = "text/plain"
      status_code  = "404"
    }
  }
}

# Health and metrics are nobody's outside.
resource "aws_lb_listener_rule" "hidden" {
  listener_arn = aws_lb_listener.https.arn
  priority     = 1

  action {
    type = "fixed-response"
    fixed_response {
      content_type = "text/plain"
      status_code  = "404"
    }
  }
  condition {
    path_pattern {
      values = ["/actuator", "/actuator/*"]
    }
  }
}

resource "aws_lb_listener_rule" "ingest" {
  listener_arn = aws_lb_listener.https.arn
  priority     = 2

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.service["ingest"].arn
  }
  condition {
    host_header {
      values = [var.ingest_host]
    }
  }
}

resource "aws_lb_listener_rule" "dashboard" {
  listener_arn = aws_lb_listener.https.arn
  priority     = 3

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.service["dashboard"].arn
  }
  condition {
    host_header {
      values = [var.dashboard_host]
    }
  }
  condition {
    source_ip {
      values = var.dashboard_networks
    }
  }
}
