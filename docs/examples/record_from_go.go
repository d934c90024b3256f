// go run record_from_go.go "$SYSTEM_DATABASE_URL" c-1 skylark   (needs github.com/lib/pq, or another driver of database/sql)
package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"os"

	_ "github.com/lib/pq"
)

type change struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// changeNickname changes a nickname and records it in one transaction; it gives the event's id.
func changeNickname(database *sql.DB, memberID, nickname string) (event string, err error) {
	tx, err := database.Begin()
	if err != nil {
		return "", err
	}
	// After a commit this does nothing.
	defer tx.Rollback()

	var before string
	if err = tx.QueryRow("select nickname from shop.customer where id = $1 for update", memberID).Scan(&before); err != nil {
		return "", err
	}
	if _, err = tx.Exec("update shop.customer set nickname = $1 where id = $2", nickname, memberID); err != nil {
		return "", err
	}
	attributes, err := json.Marshal(map[string]change{"nickname": {before, nickname}})
	if err != nil {
		return "", err
	}
	record := `select event.record_member_event($1, 'nickname.changed', $2::jsonb, '{"channel": "app"}')`
	if err = tx.QueryRow(record, memberID, string(attributes)).Scan(&event); err != nil {
		return "", err
	}
	return event, tx.Commit()
}

func main() {
	database, err := sql.Open("postgres", os.Args[1])
	if err == nil {
		var event string
		if event, err = changeNickname(database, os.Args[2], os.Args[3]); err == nil {
			fmt.Println(event)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
