package io.rivulet.dashboard.access;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The admins' list of users. */
@RestController
@RequestMapping("/api/users")
class UsersController {

  private final AccountDesk desk;

  UsersController(AccountDesk desk) {
    this.desk = desk;
  }

  record User(String name, boolean mustChangePassword, Map<String, Role> roles) {}

  record NewUser(@Nullable String name, @Nullable Map<String, Role> roles) {}

  /** The only time that the password is told. */
  record OneTimePassword(String name, String oneTimePassword) {}

  @GetMapping
  List<User> users() {
    return desk.all().stream()
        .map(one -> new User(one.name(), one.mustChangePassword(), one.roles()))
        .toList();
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  OneTimePassword open(@RequestBody NewUser user) {
    if (user.name() == null || user.roles() == null) {
      throw new AccountRefusedException("bad_user", "name and roles are needed");
    }
    String name = user.name().toLowerCase(java.util.Locale.ROOT);
    return new OneTimePassword(name, desk.open(name, user.roles()));
  }

  @PutMapping("/{name}/roles")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void changeRoles(@PathVariable String name, @RequestBody Map<String, Role> roles) {
    desk.changeRoles(name, roles);
  }

  @PostMapping("/{name}/password")
  OneTimePassword resetPassword(@PathVariable String name) {
    return new OneTimePassword(name, desk.resetPassword(name));
  }

  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void close(@PathVariable String name) {
    desk.close(name);
  }
}
